/** The life of one process, as what it calls can tell. */
export interface Life {
  isAlive(): boolean;
  /** A call is about to be made, or its answer about to be heard: the process may die here. */
  moment(): void;
}

/**
 * The same methods as long as the process lives. What it calls after its death never happens, and it never hears the
 * answer to what it called before.
 */
export function dieWith<Port extends object>(port: Port, life: Life): Port {
  const methods = Object.entries(port).map(([name, member]: [string, unknown]) => {
    if (typeof member !== 'function') return [name, isPort(member) ? dieWith(member, life) : member];
    const call = (...args: unknown[]): unknown => {
      life.moment();
      if (!life.isAlive()) return never();
      const answer: unknown = Reflect.apply(member, port, args);
      return answer instanceof Promise ? heard(answer, life) : answer;
    };
    return [name, call];
  });
  // The same members under the same names.
  return Object.fromEntries(methods) as Port;
}

async function heard(answer: Promise<unknown>, life: Life): Promise<unknown> {
  try {
    const value = await answer;
    life.moment();
    return life.isAlive() ? mortal(value, life) : await never();
  } catch (error) {
    life.moment();
    if (!life.isAlive()) return never();
    throw error;
  }
}

function never(): Promise<never> {
  return new Promise(() => undefined);
}

/** A file that was opened dies too. */
function mortal(value: unknown, life: Life): unknown {
  return isPort(value) && Object.values(value).some((member) => typeof member === 'function')
    ? dieWith(value, life)
    : value;
}

function isPort(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
