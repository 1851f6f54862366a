/** In code points. An address up to here is shown whole. */
const longestLabel = 56;
const longestHost = 40;
const shortestRest = 16;

function cutMiddle(text: string, maxLength: number): string {
  const chars = [...text];
  if (chars.length <= maxLength) return text;
  const tail = Math.floor(maxLength / 3);
  return `${chars.slice(0, maxLength - tail - 1).join('')}…${chars.slice(-tail).join('')}`;
}

/**
 * A typed address as a label: the middle of a long one is cut. The end of the host, which says whose it is, is always
 * there, so that `bank.example.aaaa…` cannot hide that it goes on.
 */
export function shortenAddress(address: string): string {
  if ([...address].length <= longestLabel) return address;
  const [, scheme = '', host = '', rest = ''] = /^([a-z]+:\/\/)?([^/?#]*)([^]*)$/i.exec(address) ?? [];
  const hostChars = [...host];
  const shownHost = hostChars.length > longestHost ? `…${hostChars.slice(-longestHost).join('')}` : host;
  const room = longestLabel - [...scheme].length - [...shownHost].length;
  return `${scheme}${shownHost}${cutMiddle(rest, Math.max(room, shortestRest))}`;
}
