import { indexes, type IndexWanted } from './collections.ts';

/** The table of docs/mongodb.md: every index, and what it is there for. */
export function indexesTable(): string {
  return ['| collection | index | serves |', '|---|---|---|', ...indexes.map(row)].join('\n');
}

function row({ collection, key, unique, only, serves }: IndexWanted): string {
  const fields = Object.entries(key).map(([field, direction]) => (direction === 1 ? field : `${field} ↓`));
  const kind = unique === true ? ', unique' : '';
  const where = only === undefined ? '' : `, where \`${JSON.stringify(only)}\``;
  return `| \`${collection}\` | ${fields.join(', ')}${kind}${where} | ${serves} |`;
}
