/** `TEST_STORE=mongodb` has every server keep its data in a database of its own at `TEST_MONGO_URL`. */
export function chosenStore(name: string): Readonly<Record<string, string>> {
  if (process.env['TEST_STORE'] !== 'mongodb') return {};
  const url = process.env['TEST_MONGO_URL'];
  if (url === undefined) throw new Error('TEST_STORE=mongodb needs TEST_MONGO_URL.');
  // The database shares the machine with everything else: a second is not long enough to call it away.
  // As many connections as there will be, so that what is open at the end can be compared with the beginning.
  return {
    MONGO_URL: new URL(name, url).href,
    MAX_POOL_SIZE: '10',
    MIN_POOL_SIZE: '10',
    FLUSH_INTERVAL: '3',
  };
}
