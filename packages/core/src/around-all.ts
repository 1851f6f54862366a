type Methods = Readonly<Record<string, (...args: never[]) => Promise<unknown>>>;

/** A part of a port, all of it asynchronous methods, with something around each call. */
export function aroundAll<Part extends object>(
  part: Part,
  around: <Value>(call: () => Promise<Value>) => Promise<Value>,
): Part {
  // Nothing else is in a part.
  const methods = Object.entries(part as Methods).map(
    ([name, method]) => [name, (...args: never[]) => around(() => method(...args))] as const,
  );
  // The same methods under the same names.
  return Object.fromEntries(methods) as Part;
}
