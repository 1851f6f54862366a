/** Ends what an element loads. One that still reads a file of this device when its address is given back would fail. */
export function unload(element: HTMLMediaElement): void {
  element.removeAttribute('src');
  element.load();
}

/** As `ref` of a video of this device: it is unloaded before its address is given back. */
export function unloadAtEnd(element: HTMLMediaElement | null): () => void {
  return () => {
    if (element !== null) unload(element);
  };
}
