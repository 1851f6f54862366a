export { envExample, settingsPage } from './settings-pages.ts';
export { settings } from './settings.ts';
