import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { newCaller, sendAlert } from './alerts.ts';
import { assertSound } from './axe.ts';
import { signInAt } from './people.ts';
import { settles } from './settles.ts';
import type { Stage } from './stage.ts';

const rowOf = (page: Page, text: string) => page.locator('a[data-row]').filter({ hasText: text });
const work = (page: Page) => page.getByRole('region', { name: 'Work' });

export const claimsCases = (stage: Stage) =>
  describe('claims', () => {
    it('two seats and one claim: one of two at once has it, both see whose it is, it is taken over, released and closed, by keys alone', async () => {
      const refused = { tolerated: ['409 /api/incidents/'] };
      const seats = [
        await stage.visit({ theme: 'dark', ...refused }),
        await stage.visit({ theme: 'light', ...refused }),
      ];
      const [one, other] = seats as [Page, Page];
      await signInAt(one, `${stage.url}/portal`, 'sandboxAgent');
      await signInAt(other, `${stage.url}/portal`, 'sandboxAdmin');
      await sendAlert(stage.url, { phone: newCaller().number, description: 'Side gate' });
      for (const page of seats) await rowOf(page, 'Side gate').waitFor();

      await rowOf(one, 'Side gate').focus();
      await one.keyboard.press('Enter');
      await work(one).getByText('Nobody has it').waitFor();
      await rowOf(other, 'Side gate').getByText('looking').waitFor();
      await rowOf(other, 'Side gate').focus();
      await other.keyboard.press('Enter');
      await work(other).getByText('is looking').waitFor();

      await Promise.all(seats.map((page) => page.keyboard.press('Shift+C')));
      for (const page of seats)
        await work(page)
          .getByText(/has it|You have it/)
          .filter({ hasNotText: 'Nobody' })
          .waitFor();
      const statesOf = () => Promise.all(seats.map((page) => work(page).getAttribute('data-claim')));
      await settles(async () => (await statesOf()).toSorted(), ['colleague', 'own']);
      const states = await statesOf();
      const [winner, loser] = states[0] === 'own' ? [one, other] : [other, one];

      // Until its own claim is refused the page takes no other.
      await work(loser).locator('button:not([data-loading])').getByText('Take over …').waitFor();
      await loser.keyboard.press('Shift+C');
      await loser.getByRole('dialog', { name: /^Take over from / }).waitFor();
      await loser.getByLabel('Reason').fill('Shift change');
      await assertSound(loser, 'taking over');
      await loser.keyboard.press('Enter');
      await work(loser).getByText('You have it').waitFor();
      await winner.locator('section[data-claim="colleague"]').waitFor();
      await assertSound(winner, 'an incident that a colleague has');

      await loser.keyboard.press('Shift+R');
      await work(winner).getByText('Nobody has it').waitFor();
      await winner.keyboard.press('Shift+X');
      await winner.getByLabel('What became of it').fill('False alarm');
      await winner.keyboard.press('Enter');
      await work(loser)
        .getByText(/Closed by .*False alarm/)
        .waitFor();
      await loser.getByRole('button', { name: 'Open again' }).click();
      await work(winner).getByText('Closed by').waitFor({ state: 'detached' });
    });

    it('from the queue to claim, accept, note, mention and close by the keyboard alone; the time line has all of it', async () => {
      const page = await stage.visit({ theme: 'light' });
      await signInAt(page, `${stage.url}/portal`, 'sandboxAgent');
      const colleague = await stage.visit();
      await signInAt(colleague, `${stage.url}/portal`, 'sandboxAdmin');
      await sendAlert(stage.url, { phone: newCaller().number, type: 'HOLDUP', description: 'Counter two' });
      await rowOf(page, 'Counter two').waitFor();
      await page.keyboard.press('ArrowDown');
      await page.locator('a[data-row]:focus').getByText('Counter two').waitFor();
      await page.keyboard.press('Enter');
      await work(page).getByText('Nobody has it').waitFor();
      await page.keyboard.press('Shift+C');
      await work(page).getByText('You have it').waitFor();
      await page.keyboard.press('Shift+A');
      await page.getByText('Received', { exact: true }).first().waitFor();

      await page.keyboard.press('Shift+N');
      await page.keyboard.type('Two units asked for, @');
      const name = page.getByRole('group', { name: 'Colleagues' }).getByRole('button').first();
      const mentioned = (await name.textContent()) ?? '';
      await page.keyboard.type(mentioned.slice(1));
      await page.keyboard.press('Enter');
      const line = page.getByRole('list', { name: 'What happened' });
      await line.getByText('Two units asked for').waitFor();
      await colleague.getByText('A note names you').waitFor();
      await colleague.getByRole('link', { name: 'Open the incident' }).click();
      await colleague.locator('li[data-own="true"]').getByText('Two units asked for').waitFor();

      await page.getByRole('button', { name: 'Notes' }).focus();
      await page.keyboard.press('Enter');
      await line.getByText('Claimed').waitFor({ state: 'detached' });
      await page.getByRole('button', { name: 'All', exact: true }).focus();
      await page.keyboard.press('Enter');
      await line.getByText('Claimed').waitFor();
      assert.match((await page.getByRole('link', { name: 'Call back' }).getAttribute('href')) ?? '', /^tel:\+1555555/);
      await assertSound(page, 'an incident that is worked on');

      await page.keyboard.press('Shift+?');
      const shortcuts = page.getByRole('dialog', { name: 'Shortcuts' });
      await shortcuts.getByText('Write a note').waitFor();
      await assertSound(page, 'the shortcuts');
      await page.keyboard.press('Escape');
      await shortcuts.waitFor({ state: 'detached' });
      await page.keyboard.press('Shift+X');
      await page.getByLabel('What became of it').waitFor();
      await page.keyboard.type('Handled');
      await page.keyboard.press('Enter');
      await line.getByText('Closed: Handled').waitFor();

      await page.emulateMedia({ media: 'print' });
      // The frame is not printed.
      await page.getByRole('banner').first().waitFor({ state: 'hidden' });
      await page.getByRole('searchbox').waitFor({ state: 'hidden' });
      await line.getByText('Two units asked for').waitFor();
      await page.getByRole('heading', { level: 1 }).waitFor();
    });
  });
