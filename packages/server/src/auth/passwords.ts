/** Password hashes: argon2id with its parameters inside, in PHC form. */
export interface Passwords {
  /** Takes about as long as `isRight`. */
  hash(password: string): Promise<string>;
  /**
   * Whether the hash is of this password. `null` (no such account, or one without a password) takes as long as a
   * hash that does not match, so that time tells nothing. SEC5
   */
  isRight(password: string, hash: string | null): Promise<boolean>;
}

/** OWASP's second choice (19 MiB, 2 passes): about 15 ms of one core, and logins at once stay within small machines. */
const parameters = { algorithm: 'argon2id', memoryCost: 19_456, timeCost: 2 } as const;

/** Each costs 19 MiB and a core while it runs. */
const MAX_AT_ONCE = 4;

export function createPasswords(): Passwords {
  const inTurn = createTurns(MAX_AT_ONCE);
  let decoy: Promise<string> | undefined;

  const hash = (password: string) => inTurn(() => Bun.password.hash(password, parameters));

  return {
    hash,
    async isRight(password, stored) {
      // Made before the first answer of any kind, so that the first unknown name is no slower than a known one.
      const decoyHash = await (decoy ??= hash('nobody has this password'));
      const matches = await inTurn(() => Bun.password.verify(password, stored ?? decoyHash));
      return stored !== null && matches;
    },
  };
}

/** Runs tasks, at most `max` at once, the rest in order of arrival. */
function createTurns(max: number) {
  let running = 0;
  const waiting: (() => void)[] = [];

  return async function inTurn<Value>(task: () => Promise<Value>): Promise<Value> {
    if (running >= max) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await task();
    } finally {
      const next = waiting.shift();
      // The turn passes on as it is; only without a successor is one less running.
      if (next === undefined) running -= 1;
      else next();
    }
  };
}
