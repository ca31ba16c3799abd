import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { PEOPLE } from '../e2e/sandbox.ts';
import { newCaller, sendAlert } from './alerts.ts';
import { assertSound } from './axe.ts';
import { sendSignIn, signInAt } from './people.ts';
import { settles } from './settles.ts';
import type { Stage } from './stage.ts';

async function searchFor(page: Page, query: string): Promise<void> {
  await page.getByRole('searchbox').fill(query);
  await page.getByRole('searchbox').press('Enter');
}

export const searchCases = (stage: Stage) =>
  describe('sign-in and search', () => {
    it('signs in by hand, a wrong password refused in the words an unknown user receives', async () => {
      const page = await stage.visit();
      await page.goto(`${stage.url}/portal`);
      await page.getByRole('heading', { name: 'Sign in' }).waitFor();
      const refusals: (string | null)[] = [];
      for (const email of [PEOPLE.sandboxAgent[0], 'nobody@sandbox.test']) {
        await sendSignIn(page, email, 'not the password 58');
        await page.getByRole('alert').getByText('Not signed in').waitFor();
        refusals.push(await page.getByRole('alert').textContent());
        await settles(() => page.getByLabel('Password').inputValue(), '');
        await page.reload();
      }
      assert.equal(refusals[0], refusals[1]);
      await sendSignIn(page, ...PEOPLE.sandboxAgent);
      await page.getByRole('heading', { name: 'Incidents', exact: true }).waitFor();
    });

    it('brings a person back to the page they asked for', async () => {
      const alertId = await sendAlert(stage.url, { phone: newCaller().number, type: 'CO' });
      const page = await stage.visit();
      await signInAt(page, `${stage.url}/portal/incidents/${alertId.replace('alert-', '')}`, 'sandboxAgent');
      await page.locator('#incident-title').getByText('CO').waitFor();
      assert.ok(page.url().includes(alertId.replace('alert-', '')));
    });

    it('finds a caller in every common spelling of the number, and an alert by its id, with map and cards', async () => {
      const caller = newCaller();
      const alertId = await sendAlert(stage.url, { phone: caller.number, type: 'MOBILE_PANIC' });
      const line = caller.number.slice(-4);
      const spellings = [
        `tel://1555555${line}`,
        `tel:+1555555${line}`,
        `555-555-${line}`,
        `(555) 555-${line}`,
        `555555${line}`,
        `+1 555 555 ${line}`,
        alertId,
        alertId.replace('alert-', ''),
      ];
      const page = await stage.visit();
      await signInAt(page, `${stage.url}/portal`, 'sandboxAgent');
      for (const spelling of spellings) {
        await searchFor(page, spelling);
        await page.waitForURL((url) => url.searchParams.get('query') === spelling);
        await page.getByRole('article').getByText(alertId).waitFor();
        await page.locator('#incident-title').getByText('Mobile panic').waitFor();
        await page.getByTestId('card').first().waitFor();
        await page.goto(`${stage.url}/portal`);
      }
      await searchFor(page, caller.text);
      await page.getByTestId('incident-map').waitFor();
      await page.getByTestId('uncertainty-circle').waitFor();
    });

    it('shows an alert that comes in while its caller is searched for', async () => {
      const caller = newCaller();
      const page = await stage.visit();
      await signInAt(page, `${stage.url}/portal`, 'sandboxAgent');
      await searchFor(page, caller.number);
      await page.getByRole('heading', { name: `Nothing matches ${caller.text}` }).waitFor();
      await sendAlert(stage.url, { phone: caller.number, type: 'FIRE' });
      await page.locator('#incident-title').getByText('Fire').waitFor();
    });

    it('states that nothing matches what it cannot read in one way, and in which no words are found', async () => {
      const page = await stage.visit({ expected: ['400 /api/search'] });
      await signInAt(page, `${stage.url}/portal`, 'sandboxAgent');
      for (const query of ['555-0142', 'Nobody Whatsoever', 'alert-0190c2d8']) {
        await searchFor(page, query);
        await page.getByRole('heading', { name: `Nothing matches “${query}”` }).waitFor();
        await page.getByText('No incident has this number, name, address or these words.').waitFor();
      }
    });

    it('marks a test alert as a test wherever it stands', async () => {
      const caller = newCaller();
      await sendAlert(stage.url, { phone: caller.number, type: 'TEST_FIRE', description: 'Drill of the new panel' });
      const page = await stage.visit();
      await signInAt(page, `${stage.url}/portal`, 'sandboxAgent');
      const row = page
        .getByRole('list', { name: 'Incidents' })
        .getByRole('link')
        .filter({ hasText: 'Drill of the new panel' });
      await row.getByTestId('test-tag').waitFor();
      await row.click();
      await page.getByRole('article').getByTestId('test-tag').waitFor();
      await page.getByText('This is a test. Do not dispatch.').waitFor();
    });

    it('puts a new incident on the queue by itself, and announces it', async () => {
      const page = await stage.visit();
      await signInAt(page, `${stage.url}/portal`, 'sandboxAgent');
      const queue = page.getByRole('list', { name: 'Incidents' });
      await queue.getByRole('link').first().waitFor();
      await sendAlert(stage.url, {
        phone: newCaller().number,
        type: 'HOLDUP',
        description: 'Silent button at the counter',
      });
      await queue.getByRole('link').first().getByText('Silent button at the counter').waitFor();
      await page.getByTestId('arrival-announcer').getByText('New incident: Holdup').waitFor();
    });

    it('signs out: the data is gone from the page, its history and its session', async () => {
      // Who looks at an incident is news to the page, which reads it again, perhaps as the session ends.
      const page = await stage.visit({ tolerated: ['401 /api/incidents/'] });
      await signInAt(page, `${stage.url}/portal`, 'sandboxAgent');
      await page.getByRole('list', { name: 'Incidents' }).getByRole('link').first().click();
      await page.getByRole('article').waitFor();
      await page.getByRole('button', { name: 'Signed in as Sam Agent' }).click();
      await page.getByRole('button', { name: 'Sign out' }).click();
      await page.getByRole('heading', { name: 'Sign in' }).waitFor();
      const sessions = async () => (await page.context().cookies()).filter(({ name }) => name === 'sallyport_session');
      await settles(sessions, []);
      await page.goBack();
      await page.getByRole('heading', { name: 'Sign in' }).waitFor();
      await settles(() => page.getByRole('article').count(), 0);
    });

    it('finds an incident while one types, by a part of its number, a name with a letter wrong and a word of a note, and a command by its name', async () => {
      const { number } = newCaller();
      const groups = { user: { full_name: 'Quillfeather Vance' } };
      const alertId = await sendAlert(stage.url, { phone: number, description: 'Loading dock', groups });
      // Whether the words are a number or an id is the server's to say; then they are looked for as words.
      const page = await stage.visit({ tolerated: ['400 /api/search'] });
      await signInAt(page, `${stage.url}/portal`, 'sandboxAgent');
      await page.keyboard.press('/');
      const found = page.getByRole('list', { name: 'Found' });
      for (const typed of [number.slice(-7), 'Quilfeather', 'loading do']) {
        await page.getByRole('searchbox').fill(typed);
        await found.getByRole('link', { name: 'Quillfeather Vance' }).waitFor();
      }
      await assertSound(page, 'what is found while one types');
      await page.getByRole('searchbox').press('ArrowDown');
      await found.locator('a:focus').waitFor();
      await page.keyboard.press('Enter');
      await page.getByRole('article').getByText(alertId).waitFor();

      await page.keyboard.press('/');
      await page.locator('input[type=search]:focus').waitFor();
      await page.keyboard.type('cla');
      await found.getByRole('button', { name: /^Claim/ }).waitFor();
      await page.keyboard.press('ArrowDown');
      await found
        .getByRole('button', { name: /^Claim/ })
        .and(page.locator(':focus'))
        .waitFor();
      await page.keyboard.press('Enter');
      await page.getByRole('region', { name: 'Work' }).getByText('You have it').waitFor();
      await searchFor(page, 'quillfeather');
      await page.getByRole('heading', { name: '“quillfeather”' }).waitFor();
      await assertSound(page, 'what words find');
    });
  });
