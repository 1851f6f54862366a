/** Set by the build; `vite dev` sets it too, to false, and tests do not. */
declare const PARLEY_IS_BUILT: boolean | undefined;

const workerAddress = '/service-worker.js';

/** Lets the app open without a network from the next time on. Without it everything else works the same. */
export function registerServiceWorker(): void {
  if (typeof PARLEY_IS_BUILT === 'undefined' || !PARLEY_IS_BUILT) return;
  // Absent on plain HTTP, but for localhost.
  if (!('serviceWorker' in navigator)) return;
  navigator.serviceWorker.register(trusted(workerAddress)).catch(() => undefined);
}

interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL(address: string): string },
  ): { createScriptURL(address: string): string };
}

/** The one address that may become a script by itself; the server's policy names this policy. SEC7 */
function trusted(address: string): string {
  // Not in every browser, and not in the compiler's types.
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  if (trustedTypes === undefined) return address;
  const policy = trustedTypes.createPolicy('parley-service-worker', {
    createScriptURL: (wanted) => (wanted === workerAddress ? wanted : ''),
  });
  return policy.createScriptURL(address);
}
