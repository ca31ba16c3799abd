import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { expectJson } from '../e2e/http-client.ts';
import { clientToken } from '../e2e/sandbox.ts';
import { newCaller, sendAlert } from './alerts.ts';
import { assertSound, assertSoundInBothThemes } from './axe.ts';
import { overflowOf } from './overflow-of.ts';
import { signInAt } from './people.ts';
import { NARROW, type Stage } from './stage.ts';

/** The page asks so often for what other agencies gave. */
const ASKED_EVERY_MS = 15_000;
const work = (page: Page) => page.getByRole('region', { name: 'Work' });

export const transferCases = (stage: Stage) =>
  describe('a transfer', () => {
    it('is given by keys alone, read by the other agency, and gone from its page once the giver ends it', async () => {
      const token = await clientToken(stage.url, 'sandbox-call-handling');
      const json = {
        call: { caller_phone_number: newCaller().number, caller_name: 'Transfercaller One' },
        location: { latitude: 40.7512, longitude: -73.9701, uncertainty_radius: 20 },
      };
      const { id } = await expectJson<{ id: string }>(stage.url, 201, {
        ...{ method: 'POST', path: '/api/incidents', token, json },
      });
      const page = await stage.visit({ theme: 'dark' });
      await signInAt(page, `${stage.url}/portal/incidents/${id}`, 'sandboxAgent');
      const harbor = await stage.visit({ theme: 'light', size: NARROW, tolerated: ['404 /api/transfers/'] });
      await harbor.clock.install();
      await signInAt(harbor, `${stage.url}/portal`, 'harborAgent');

      await work(page).getByText('Nobody has it').waitFor();
      await page.keyboard.press('Shift+T');
      const dialog = page.getByRole('dialog', { name: 'Transfer this incident' });
      await dialog.getByLabel('Agency').selectOption({ label: 'Harbor City Dispatch' });
      await dialog.getByLabel('Reason').fill('In your district');
      await assertSound(page, 'transferring');
      await page.keyboard.press('Enter');
      await dialog.waitFor({ state: 'detached' });
      await page.getByText('Harbor City Dispatch sees it until').waitFor();
      await page
        .getByRole('list', { name: 'What happened' })
        .getByText(/Transferred to Harbor City Dispatch until [A-Z][a-z]{2} \d+, \d{4}, [\d:]+ UTC.*: In your district/)
        .waitFor();

      await harbor.clock.fastForward(ASKED_EVERY_MS);
      await harbor.getByRole('link', { name: 'Transfers (1)' }).click();
      await harbor.getByText('In your district').waitFor();
      await assertSound(harbor, 'a received transfer');
      await harbor.getByRole('link', { name: 'Go to the incident' }).click();
      await harbor.getByText('Transfercaller One').waitFor();
      assert.equal(await overflowOf(harbor), 0);
      await assertSound(harbor, 'a transferred incident');

      await page.getByRole('button', { name: 'End the transfer' }).click();
      await page.getByText('Harbor City Dispatch sees it until').waitFor({ state: 'detached' });
      await harbor.clock.fastForward(ASKED_EVERY_MS);
      await harbor.getByRole('heading', { name: 'Not to be seen any more' }).waitFor();
      assert.equal(await harbor.getByText('Transfercaller One').count(), 0);
    });

    it('is made of what is shared, answered by the other agency with its sensitive card, until the share is ended', async () => {
      const type = 'MUTUAL_AID_DRILL';
      const groups = { medical_profile: { allergies: 'Latex canary' } };
      const alertId = await sendAlert(stage.url, { phone: newCaller().number, type, groups });
      const page = await stage.visit({ theme: 'dark', size: NARROW });
      await signInAt(page, `${stage.url}/portal/admin/shares`, 'sandboxAdmin');
      const harbor = await stage.visit({ theme: 'light', size: NARROW, tolerated: ['404 /api/transfers/'] });
      await harbor.clock.install();
      await signInAt(harbor, `${stage.url}/portal/transfers`, 'harborAgent');

      await page.getByLabel('Agency').selectOption({ label: 'Harbor City Dispatch' });
      await page.getByLabel('Type').fill(type);
      await page.getByLabel('Area').selectOption({ label: 'Within a box' });
      const box = page.getByLabel('West, south, east and north');
      await box.fill('-73.9, 40.7, -74.1, 40.8');
      await page.getByRole('button', { name: 'Share', exact: true }).click();
      await page.getByText('More than half the earth: west and east are exchanged').waitFor();
      await assertSound(page, 'a box that is refused');
      await box.fill('172, 51, -130, 72');
      await page.getByText('This box crosses the 180th meridian').waitFor();
      await box.fill('-74.1, 40.7, -73.9, 40.8');
      await page.getByLabel('Its people may open sensitive cards').check();
      await page.getByLabel('Its people may answer alerts').check();
      await page.getByLabel('Reason').fill('Drill at the river');
      await page.getByRole('button', { name: 'Share', exact: true }).click();
      const row = page.getByRole('row').filter({ hasText: 'Drill at the river' });
      await row.getByText('In force until').waitFor();
      assert.equal(await overflowOf(page), 0);
      await assertSound(page, 'shares');
      await page.goto(`${stage.url}/portal/incidents/${alertId.replace('alert-', '')}`);
      const line = page.getByRole('region', { name: 'Shares' });
      await line.getByText('Harbor City Dispatch sees it by a share until').waitFor();
      assert.equal(await overflowOf(page), 0);
      await assertSoundInBothThemes(page, 'an incident that a share shows');
      await page.setViewportSize(NARROW);
      await line.getByRole('link', { name: 'To the shares, where it is ended' }).focus();
      await page.keyboard.press('Enter');

      await harbor.clock.fastForward(ASKED_EVERY_MS);
      await harbor.getByText('From Sandbox County 9-1-1: ').first().waitFor();
      await harbor
        .getByRole('listitem')
        .filter({ hasText: 'Drill at the river' })
        .getByRole('link', { name: 'Go to the incident' })
        .click();
      await harbor.getByText('lets your agency answer it').waitFor();
      await harbor.getByRole('button', { name: 'Open Medical profile' }).click();
      await harbor.getByText('Latex canary').waitFor();
      await harbor.getByRole('button', { name: 'Accept' }).click();
      await harbor.getByText('Received', { exact: true }).first().waitFor();
      await harbor.getByRole('group', { name: 'Set disposition' }).waitFor();
      assert.equal(await overflowOf(harbor), 0);
      await assertSound(harbor, 'a shared incident');

      await row.getByRole('button', { name: 'End the share' }).click();
      const dialog = page.getByRole('dialog', { name: 'End the share' });
      await dialog.getByText('Harbor City Dispatch sees 1 incidents by it now').waitFor();
      await assertSound(page, 'ending a share');
      await dialog.getByRole('button', { name: 'End the share' }).click();
      await row.getByText('Ended by').waitFor();
      await harbor.clock.fastForward(ASKED_EVERY_MS);
      await harbor.getByRole('heading', { name: 'Not to be seen any more' }).waitFor();
      assert.equal(await harbor.getByText('Latex canary').count(), 0);
    });
  });
