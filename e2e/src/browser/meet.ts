import type { Member, VisitorOptions, Visitors } from './visitor.ts';

/** Ann writes to Bob, who has her conversation open. */
export async function meet(
  { newcomer }: Pick<Visitors, 'newcomer'>,
  anns?: VisitorOptions,
): Promise<{ ann: Member; bob: Member }> {
  const [ann, bob] = [await newcomer('Ann', anns), await newcomer('Bob')];
  await ann.app.startConversation(bob.person.username, 'Bob');
  await ann.app.send('hello');
  await bob.app.openFromList('Ann');
  await bob.app.sees('hello');
  return { ann, bob };
}
