import * as protocol from '@parley/protocol';

/** The contract's documents, made from the tables when first asked for. */
export const documents = {
  openApiDocument: async (): Promise<unknown> => make('openApiDocument'),
  asyncApiDocument: async (): Promise<unknown> => make('asyncApiDocument'),
};

function make(name: string): unknown {
  const found: unknown = Reflect.get(protocol, name);
  return typeof found === 'function' ? Reflect.apply(found, undefined, []) : {};
}
