import { z } from 'zod';

/** A JSON Schema (2020-12), as OpenAPI 3.1 and AsyncAPI 3.0 hold it. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** Turns zod schemas into JSON Schemas and collects those with a name of their own. */
export interface SchemaBook {
  /**
   * `input`: as clients write it, with defaults left out; `output`: as it reads once parsed. A schema with a
   * `.meta({id})` comes back as a reference.
   */
  describe(schema: z.ZodType, io: 'input' | 'output'): JsonSchema;
  /** For `components.schemas`: everything named so far, in the order of the alphabet. */
  components(): Record<string, JsonSchema>;
}

export function createSchemaBook(): SchemaBook {
  const named = new Map<string, JsonSchema>();

  function keep(id: string, schema: JsonSchema): void {
    const known = named.get(id);
    if (known !== undefined && JSON.stringify(known) !== JSON.stringify(schema))
      throw new Error(`${id} reads differently as input and as output: give one of them another id`);
    named.set(id, schema);
  }

  return {
    describe(schema, io) {
      const { $schema, $defs = {}, ...described } = z.toJSONSchema(schema, { io, override: tidy });
      for (const [id, definition] of Object.entries($defs)) keep(id, pointToComponents(definition));
      return pointToComponents(described);
    },
    components: () => Object.fromEntries([...named].toSorted(([one], [other]) => (one < other ? -1 : 1))),
  };
}

/** Clients skip fields they don't know, so no object is closed; the bounds of whole numbers in doubles say nothing. */
function tidy({ jsonSchema }: { jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
}

function pointToComponents(schema: object): JsonSchema {
  const text = JSON.stringify(schema, (key, value: unknown) =>
    key === '$ref' && typeof value === 'string' ? value.replace('#/$defs/', '#/components/schemas/') : value,
  );
  // Parsing what was just written: an object again.
  return JSON.parse(text) as JsonSchema;
}
