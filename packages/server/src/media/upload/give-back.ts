/**
 * Frees the memory of bytes that nobody looks at any more, and of all that share their buffer. Without this it waits for
 * the garbage collector, which does not hurry: 50 uploads of 20 MB at once held 4.5 to 6 MB each instead of 1.4 to 2.2.
 */
export function giveBack({ buffer }: Uint8Array): void {
  if (buffer instanceof ArrayBuffer && !buffer.detached) buffer.transfer(0);
}
