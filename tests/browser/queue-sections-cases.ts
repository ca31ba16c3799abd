import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { eventually } from '../../packages/testing/src/barrier.ts';
import { expectJson } from '../e2e/http-client.ts';
import { clientToken } from '../e2e/sandbox.ts';
import { newCaller, sendAlert } from './alerts.ts';
import { assertSound } from './axe.ts';
import { signInAt } from './people.ts';
import { settles } from './settles.ts';
import type { Stage } from './stage.ts';

const list = (page: Page, name: string) => page.getByRole('list', { name, exact: true });

export const queueSectionsCases = (stage: Stage) =>
  describe('sections of the queue', () => {
    async function cancel(alertId: string): Promise<void> {
      const token = await clientToken(stage.url, 'sandbox-alarm');
      const json = { status: 'CANCELED' };
      await expectJson(stage.url, 200, { method: 'PATCH', path: `/v1/alerts/${alertId}`, token, json });
    }

    it('what ends moves to its section by itself, what is dismissed leaves this person’s lists and is put back', async () => {
      const alertId = await sendAlert(stage.url, { phone: newCaller().number, description: 'Garage door' });
      await sendAlert(stage.url, { phone: newCaller().number, description: 'Cellar door' });
      const page = await stage.visit();
      await signInAt(page, `${stage.url}/portal`, 'sandboxAgent');
      await list(page, 'Incidents').getByText('Garage door').waitFor();
      await cancel(alertId);
      await list(page, 'Ended').getByText('Garage door').waitFor();
      await settles(() => list(page, 'Incidents').getByText('Garage door').count(), 0);

      await list(page, 'Incidents').getByRole('link').filter({ hasText: 'Cellar door' }).focus();
      await page.keyboard.press('Delete');
      await list(page, 'Incidents').getByText('Cellar door').waitFor({ state: 'detached' });
      await page.getByRole('button', { name: 'What you dismissed' }).click();
      await list(page, 'Dismissed').getByText('Cellar door').waitFor();
      await assertSound(page, 'the sections of the queue');
      const colleague = await stage.visit();
      await signInAt(colleague, `${stage.url}/portal`, 'sandboxAdmin');
      await list(colleague, 'Incidents').getByText('Cellar door').waitFor();
      await list(page, 'Dismissed')
        .getByRole('button', { name: /^Put back/ })
        .click();
      await list(page, 'Incidents').getByText('Cellar door').waitFor();
    });

    it('a filter is a chip that the URL keeps over a reload, and that is taken away', async () => {
      await sendAlert(stage.url, { phone: newCaller().number, type: 'FIRE', description: 'Smoke in a hall' });
      await sendAlert(stage.url, { phone: newCaller().number, type: 'BURGLARY', description: 'Broken window' });
      const page = await stage.visit({ theme: 'light' });
      await signInAt(page, `${stage.url}/portal`, 'sandboxAgent');
      await list(page, 'Incidents').getByText('Broken window').waitFor();
      await page.getByRole('button', { name: 'Filter', exact: true }).click();
      await page.getByLabel('Type').selectOption({ label: 'Fire' });
      await list(page, 'Incidents').getByText('Broken window').waitFor({ state: 'detached' });
      await list(page, 'Incidents').getByText('Smoke in a hall').waitFor();
      await page.getByLabel('One line a row').check();
      await assertSound(page, 'the filter of the queue');
      await page.setViewportSize({ width: 1440, height: 900 });
      await page.waitForURL(/type=FIRE/);
      await page.reload();
      const chip = page.getByRole('button', { name: 'Remove filter Fire' });
      await chip.waitFor();
      await list(page, 'Incidents').getByText('Smoke in a hall').waitFor();
      const isOfOneLine = () =>
        page
          .locator('a[data-row]')
          .first()
          .evaluate((row) => row.clientHeight < 40);
      await settles(isOfOneLine, true);
      await settles(() => list(page, 'Incidents').getByText('Broken window').count(), 0);
      await chip.click();
      await list(page, 'Incidents').getByText('Broken window').waitFor();
    });

    it('many active ones are all there, though few of their rows are in the page, and a change is drawn in its row', async () => {
      const { number } = newCaller();
      for (let count = 0; count < 130; count += 1) {
        await sendAlert(stage.url, { phone: number, description: `Zone ${count}` });
      }
      const last = await sendAlert(stage.url, { phone: newCaller().number, description: 'The newest of many' });
      const page = await stage.visit();
      await signInAt(page, `${stage.url}/portal`, 'sandboxAgent');
      const rows = list(page, 'Incidents').locator('li');
      await rows.first().waitFor();
      await eventually(async () => Number(await rows.first().getAttribute('aria-setsize')) > 130);
      assert.ok((await rows.count()) < 80, `${await rows.count()} rows are in the page`);
      await page.keyboard.press('End');
      await page.locator('a[data-row]:focus').waitFor();
      await page.keyboard.press('Home');
      await eventually(async () => {
        const box = await page.locator('a[data-row]:focus').boundingBox();
        return box !== null && box.y < 300;
      });
      await cancel(last);
      await list(page, 'Ended').getByText('The newest of many').waitFor({ state: 'attached' });
      await assertSound(page, 'a long queue');
    });
  });
