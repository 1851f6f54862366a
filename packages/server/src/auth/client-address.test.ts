import { describe, expect, test } from 'bun:test';
import { addressKey } from './address-key.ts';
import { createClientAddress } from './client-address.ts';

function request(headers: Record<string, string>): Request {
  return new Request('http://localhost/', { headers });
}

describe('client addresses', () => {
  const proxies = createClientAddress(['10.0.0.0/8', '127.0.0.1', 'fd00::/8']);

  test.each([
    ['192.0.2.1', '203.0.113.9', '192.0.2.1'],
    ['10.1.2.3', '203.0.113.9', '203.0.113.9'],
    ['10.1.2.3', '203.0.113.9, 10.9.9.9', '203.0.113.9'],
    ['10.1.2.3', '1.1.1.1, 203.0.113.9, 10.9.9.9', '203.0.113.9'],
    ['10.1.2.3', '203.0.113.9:4711', '203.0.113.9'],
    ['fd00::1', '[2001:db8::7]:443', '2001:db8::7'],
    ['10.1.2.3', 'nonsense', '10.1.2.3'],
    ['10.1.2.3', '1.1.1.1, nonsense, 10.9.9.9', '10.9.9.9'],
    ['10.1.2.3', '', '10.1.2.3'],
  ])('SEC5: peer %p forwarding for %p is %p', (peer, forwarded, address) => {
    expect(proxies.addressOf(request({ 'x-forwarded-for': forwarded }), peer)).toBe(address);
  });

  test('SEC5: only a trusted proxy can say that the client spoke TLS', () => {
    const secure = request({ 'x-forwarded-proto': 'https' });
    expect(proxies.isSecure(secure, '127.0.0.1')).toBe(true);
    expect(proxies.isSecure(secure, '192.0.2.1')).toBe(false);
    expect(proxies.isSecure(request({}), '127.0.0.1')).toBe(false);
    expect(proxies.isSecure(request({ 'x-forwarded-proto': 'https, http' }), '127.0.0.1')).toBe(false);
  });

  test.each([
    ['203.0.113.9', '203.0.113.9'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0db8:0001:0002::1', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['', ''],
  ])('SEC5: %p is counted as %p', (address, key) => {
    expect(addressKey(address)).toBe(key);
  });
});
