import { settingRows, type Setting } from './settings.ts';

/** docs/settings.md: the table for operators. */
export function settingsPage(): string {
  const table = ['| name | default | what |', '|---|---|---|', ...settingRows.map(row)];
  return [
    '# Settings',
    '_Generated from [packages/server/src/settings.ts](../packages/server/src/settings.ts) by `npm run generate`; do not edit._',
    'From the environment, or from a file `.env` in the folder Parley is started in (the environment wins). An empty value counts as unset. Every wrong value is reported at once and stops the start.',
    table.join('\n'),
  ].join('\n\n');
}

function row([name, setting]: readonly [string, Setting]): string {
  const value = setting.default === '' ? '–' : `\`${setting.default}\``;
  return `| \`${name}\` | ${value} | ${setting.about} |`;
}

/** .env.example: every setting with its default, commented out. */
export function envExample(): string {
  const head =
    '# Parley reads this file as .env. Made from packages/server/src/settings.ts by `npm run generate`.';
  const lines = settingRows.map(([name, setting]) => `# ${setting.about}\n#${name}=${setting.default}`);
  return [head, ...lines].join('\n\n');
}
