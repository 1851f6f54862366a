import { expect } from 'bun:test';
import type { Locator } from 'playwright-core';
import { inBrowser } from './in-browser.ts';
import { makeGroup } from './make-group.ts';
import { soon } from './soon.ts';
import type { Member } from './visitor.ts';

async function addPeople(details: Locator, people: readonly Member[]): Promise<void> {
  await details.getByRole('button', { name: 'Add people' }).click();
  const dialog = details.page().getByRole('dialog', { name: 'Add people' });
  for (const { person } of people) {
    await dialog.getByLabel('Find people').first().fill(person.username);
    await dialog.getByRole('option').filter({ hasText: person.username }).click();
  }
  await dialog.getByRole('button', { name: /^Add \d/ }).click();
  await dialog.waitFor({ state: 'hidden' });
}

/** From the menu beside a member; confirms where it asks. */
async function toMember(details: Locator, name: string, action: string, confirm?: string): Promise<void> {
  const page = details.page();
  await details.getByRole('button', { name: `What to do with ${name}` }).click();
  await page.getByRole('menuitem', { name: action }).click();
  if (confirm !== undefined)
    await page.getByRole('alertdialog').getByRole('button', { name: confirm, exact: true }).click();
}

inBrowser('group life', ({ test }) => {
  test('GRP1 GRP2: three people: made, grown, renamed, handed over, left; each change is said to all', async (stage) => {
    const [ann, bob, eve] = [
      await stage.newcomer('Ann'),
      await stage.newcomer('Bob'),
      await stage.newcomer('Eve'),
    ];
    await makeGroup(ann.app, 'Tea', [bob]);
    await ann.app.send('before Eve');
    await bob.app.openFromList('Tea');
    await bob.app.sees('before Eve');
    const annsDetails = await ann.app.openDetails();
    await addPeople(annsDetails, [eve]);
    await eve.app.openFromList('Tea');
    await eve.app.sees('before Eve');
    await bob.app.line('Ann added Eve').waitFor();
    await eve.app.line('Ann added you').waitFor();

    for (const [index, { app }] of [ann, bob, eve].entries()) await app.send(`m-${String(index + 1)}`);
    for (const { app } of [ann, bob, eve])
      await soon(async () => expect((await app.read(/m-\d/)).toSorted()).toEqual(['m-1', 'm-2', 'm-3']));

    await annsDetails.getByRole('button', { name: 'Edit group' }).click();
    const edit = ann.app.page.getByRole('dialog', { name: 'Edit group' });
    await edit.getByRole('textbox', { name: 'Name' }).fill('Tea and cake');
    await edit.getByRole('button', { name: 'Save' }).click();
    for (const { app } of [ann, bob, eve]) await app.log('Tea and cake').waitFor();
    await eve.app.row('Tea and cake').waitFor();

    await toMember(annsDetails, 'Bob', 'Make admin');
    await eve.app.line('Ann made Bob an admin').waitFor();
    const bobsDetails = await bob.app.openDetails();
    await bobsDetails.getByText('you are an admin').waitFor();
    await toMember(annsDetails, 'Bob', 'Make owner', 'Hand over');
    await eve.app.line('Ann handed the group over to Bob').waitFor();
    await bobsDetails.getByText('you are its owner').waitFor();

    await annsDetails.getByRole('button', { name: 'Leave group' }).click();
    await ann.app.page.getByRole('alertdialog').getByRole('button', { name: 'Leave', exact: true }).click();
    await bob.app.line('Ann left').waitFor();
    await ann.app.row('Tea and cake').waitFor({ state: 'detached' });
    await eve.app.send('just us');
    await bob.app.sees('just us');
    expect(await ann.app.page.getByText('just us').count()).toBe(0);
  });

  test('GRP1: who is removed is told, loses the group at once, and reads nothing that comes after', async (stage) => {
    const [ann, bob, eve] = [
      await stage.newcomer('Ann'),
      await stage.newcomer('Bob'),
      await stage.newcomer('Eve'),
    ];
    await makeGroup(ann.app, 'Secrets', [bob, eve]);
    await ann.app.send('for three');
    for (const { app } of [bob, eve]) {
      await app.openFromList('Secrets');
      await app.sees('for three');
    }
    await toMember(await ann.app.openDetails(), 'Eve', 'Remove from group', 'Remove');
    await bob.app.line('Ann removed Eve').waitFor();
    await eve.app.row('Secrets').waitFor({ state: 'detached' });
    await eve.app.page.getByText('There is no such conversation').waitFor();
    await ann.app.send('for two');
    await bob.app.sees('for two');
    expect(await eve.app.page.getByText(/for (two|three)/).count()).toBe(0);
    await eve.app.page.reload();
    await eve.app.page.getByText('There is no such conversation').waitFor();
    expect(await eve.app.page.getByText(/for (two|three)/).count()).toBe(0);
  });

  test('GRP2: a plain member is offered no more than members may do', async ({ newcomer }) => {
    const [ann, bob] = [await newcomer('Ann'), await newcomer('Bob')];
    await makeGroup(ann.app, 'Club', [bob]);
    await bob.app.openFromList('Club');
    const details = await bob.app.openDetails();
    await details.getByText('you are a member').waitFor();
    await details.getByRole('button', { name: 'Leave group' }).waitFor();
    for (const name of ['Edit group', 'Add people', 'Delete group'])
      expect(await details.getByRole('button', { name }).count()).toBe(0);
    await details.getByRole('button', { name: 'What to do with Ann' }).click();
    await bob.app.page.getByRole('menuitem', { name: 'Write a message' }).waitFor();
    expect(await bob.app.page.getByRole('menuitem').count()).toBe(1);
  });
});
