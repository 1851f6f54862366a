import { tusExtensions, tusVersion } from '../media/upload/tus-protocol.ts';
import type { PathItem } from './path-items.ts';

/** Whether the path belongs to resumable uploads. MED7 */
export function isTus(item: PathItem): boolean {
  return [...item.rows.values()].some(({ route }) => route.stream?.isTus === true);
}

/** Every answer names the version; that to OPTIONS says what there is. */
export function addTusHeaders(headers: Headers, method: string, maxUploadBytes: number): void {
  headers.set('Tus-Resumable', tusVersion);
  if (method !== 'OPTIONS') return;
  headers.set('Tus-Version', tusVersion);
  headers.set('Tus-Extension', tusExtensions);
  headers.set('Tus-Max-Size', String(maxUploadBytes));
}
