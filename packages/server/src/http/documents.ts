import { asyncApiDocument, openApiDocument } from '@parley/protocol';

/** The contract's documents for this version, made from the tables when first asked for. */
export function createDocuments(version: string) {
  return {
    openApiDocument: async (): Promise<unknown> => openApiDocument({ version }),
    asyncApiDocument: async (): Promise<unknown> => asyncApiDocument({ version }),
  };
}
