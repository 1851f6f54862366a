import { describe, expect, test } from 'bun:test';
import { clientEvents, type GroupId, type UserId } from '@parley/protocol';
import { createChatBench, pass, refusalOf, settle, valueOf, type Device } from '../testing/index.ts';

async function start() {
  const bench = await createChatBench();
  const [ann, bob, eve] = [await bench.person('ann'), await bench.person('bob'), await bench.person('eve')];
  const { group } = valueOf(
    await bench.chat.createGroup(bench.as(ann), { name: 'g', description: '', members: [bob] }),
  );
  const watch = async (by: Device, ...user_ids: UserId[]) =>
    valueOf(await bench.chat.watchPresence(by.caller, { user_ids })).presences.map((one) => one.status);
  const typing = (by: Device, is_typing = true) =>
    bench.chat.typing(
      by.caller,
      clientEvents.typing.payload.parse({ type: 'group', to: group.id, is_typing }),
    );
  return { ...bench, ann, bob, eve, group, id: group.id as string as GroupId, watch, typing };
}

const heard = (device: Device, event: string) =>
  device.learnt().flatMap((one) => {
    const { event: name, payload } = one as {
      event?: string;
      payload?: { status?: string; is_typing?: boolean };
    };
    return name === event ? [payload?.status ?? payload?.is_typing] : [];
  });

describe('presence and typing', () => {
  test('PRS1: those who share a conversation see who is there, nobody else does', async () => {
    const { ann, bob, eve, device, watch, chat } = await start();
    const [annsPhone, evesPhone] = [await device(ann), await device(eve)];
    expect(await watch(annsPhone, bob, eve)).toEqual(['offline', 'offline']);
    const bobsPhone = await device(bob);
    await settle();
    expect(heard(annsPhone, 'presence')).toEqual(['online']);
    expect(await watch(evesPhone, bob)).toEqual(['offline']);
    valueOf(await chat.setPresence(bobsPhone.caller, { status: 'away' }));
    await settle();
    expect(heard(evesPhone, 'presence')).toEqual([]);
    expect(await watch(bobsPhone, ann)).toEqual(['online']);
  });

  test('PRS1: away, busy and invisible are seen as such, invisible as offline', async () => {
    const { ann, bob, device, watch, chat } = await start();
    const [annsPhone, bobsPhone] = [await device(ann), await device(bob)];
    await watch(annsPhone, bob);
    for (const status of ['away', 'busy', 'invisible', 'online'] as const) {
      valueOf(await chat.setPresence(bobsPhone.caller, { status }));
      await settle();
    }
    expect(heard(annsPhone, 'presence')).toEqual(['away', 'busy', 'offline', 'online']);
  });

  test('PRS1: offline a moment after the last device is gone, not at a reload', async () => {
    const { ann, bob, device, watch, chat, publisher, clock } = await start();
    const [annsPhone, bobsPhone] = [await device(ann), await device(bob)];
    await watch(annsPhone, bob);
    const leave = (one: Device) => {
      publisher.close(one.caller.socketId);
      chat.disconnect(one.caller);
    };
    leave(bobsPhone);
    await pass(clock, 5000, 1000);
    const again = await device(bob);
    await pass(clock, 20_000, 1000);
    expect(heard(annsPhone, 'presence')).toEqual([]);
    leave(again);
    await pass(clock, 15_000, 1000);
    expect(heard(annsPhone, 'presence')).toEqual(['offline']);
  });

  test('PRS1: to somebody blocked one is offline', async () => {
    const { ann, bob, device, watch, chat, as } = await start();
    const [annsPhone] = [await device(ann), await device(bob)];
    expect(await watch(annsPhone, bob)).toEqual(['online']);
    valueOf(await chat.setBlock(as(bob), ann, true));
    await settle();
    expect(heard(annsPhone, 'presence')).toEqual(['offline']);
    expect(await watch(annsPhone, bob)).toEqual(['offline']);
  });

  test('GRP1: who no longer shares a conversation sees nobody there', async () => {
    const { ann, bob, device, watch, chat, as, id } = await start();
    const [annsPhone, bobsPhone] = [await device(ann), await device(bob)];
    await watch(bobsPhone, ann);
    valueOf(await chat.removeMember(as(ann), id, bob));
    await settle();
    valueOf(await chat.setPresence(annsPhone.caller, { status: 'away' }));
    await settle();
    expect(heard(bobsPhone, 'presence')).not.toContain('away');
  });

  test('PRS1: typing reaches the others and ends by itself after six seconds', async () => {
    const { ann, bob, device, typing, clock } = await start();
    const [annsPhone, bobsPhone] = [await device(ann), await device(bob)];
    valueOf(await typing(bobsPhone));
    await pass(clock, 6500, 500);
    expect(heard(annsPhone, 'typing')).toEqual([true, false]);
    expect(heard(bobsPhone, 'typing')).toEqual([]);
  });

  test('PRS1: typing ends when one says so, and when the device is gone', async () => {
    const { ann, bob, device, typing, chat } = await start();
    const [annsPhone, bobsPhone] = [await device(ann), await device(bob)];
    valueOf(await typing(bobsPhone));
    valueOf(await typing(bobsPhone, false));
    valueOf(await typing(bobsPhone));
    chat.disconnect(bobsPhone.caller);
    expect(heard(annsPhone, 'typing')).toEqual([true, false, true, false]);
  });

  test('GRP1: a stranger does not type into a group', async () => {
    const { eve, device, typing } = await start();
    expect(refusalOf(await typing(await device(eve))).code).toBe('not_found');
  });

  test('PRS1: those who watch learn a new name', async () => {
    const { ann, bob, device, watch, chat, as } = await start();
    const phone = await device(ann);
    await watch(phone, bob);
    valueOf(await chat.updateMe(as(bob), { display_name: 'Robert' }));
    await settle();
    expect(phone.learnt().at(-1)).toMatchObject({
      event: 'profile',
      payload: { user: { display_name: 'Robert' } },
    });
  });
});
