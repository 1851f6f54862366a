/** The line that says where a generated page comes from. */
export function banner(source: string): string {
  return `_Generated from [${source}](../${source}) by \`npm run generate\`; do not edit._`;
}
