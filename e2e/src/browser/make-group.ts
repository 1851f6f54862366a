import type { AppPage } from './app-page.ts';
import type { Member } from './visitor.ts';

/** By `New conversation`, in the words of the app. */
export async function makeGroup(app: AppPage, name: string, people: readonly Member[]): Promise<void> {
  await app.page.getByRole('button', { name: 'New conversation' }).click();
  const dialog = app.page.getByRole('dialog');
  await dialog.getByRole('tab', { name: 'New group' }).click();
  await dialog.getByRole('textbox', { name: 'Group name' }).fill(name);
  for (const { person } of people) {
    await dialog.getByRole('combobox', { name: 'Add people' }).fill(person.username);
    await dialog.getByRole('option').filter({ hasText: person.username }).click();
  }
  await dialog.getByRole('button', { name: 'Create group' }).click();
  await app.log(name).waitFor();
}
