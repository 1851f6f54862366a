/* The server's switches for faults, as its administrator uses them. */
import { postJson, type Account } from './history.ts';

/** The first account is the administrator. */
export async function createAdministrator(port: number): Promise<Account> {
  const account = { username: 'bench.admin', password: 'a long password of the bench' };
  const { token } = await postJson<{ readonly token: string }>(
    { port, token: '' },
    '/auth/register',
    account,
  );
  return { port, token };
}

/** `down`: everything is refused at once; `hung`: nothing is answered, and half of the commits land late. */
export type StoreFault = 'down' | 'hung';

export async function switchStore(administrator: Account, store: StoreFault | 'well'): Promise<void> {
  await postJson(administrator, '/admin/chaos/state', { store });
}
