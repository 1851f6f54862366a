import { connect, type Connection, type ConnectionOptions } from './connection.ts';

/** Opens one connection for each of the options, at most `atOnce` at a time; in the order given. */
export async function connectMany(
  options: readonly ConnectionOptions[],
  atOnce: number,
): Promise<Connection[]> {
  const connections: Connection[] = [];
  let next = 0;
  const openSome = async (): Promise<void> => {
    while (next < options.length) {
      const index = next++;
      const one = options[index];
      if (one !== undefined) connections[index] = await connect(one);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, openSome));
  return connections;
}
