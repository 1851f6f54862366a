import { aroundAll } from './around-all.ts';
import { StoreError } from './ports/storage.ts';

/** The same methods, refusing once the store is closed. */
export function refuseWhenClosed<Part extends object>(isOpen: { readonly now: boolean }, part: Part): Part {
  return aroundAll(part, async (call) => {
    if (!isOpen.now) throw new StoreError('failed', 'The store is closed.');
    return call();
  });
}
