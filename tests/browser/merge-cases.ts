import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { expectJson } from '../e2e/http-client.ts';
import { clientToken } from '../e2e/sandbox.ts';
import { newCaller } from './alerts.ts';
import { assertSound } from './axe.ts';
import { overflowOf } from './overflow-of.ts';
import { signInAt } from './people.ts';
import { NARROW, type Stage } from './stage.ts';

const work = (page: Page) => page.getByRole('region', { name: 'Work' });
const line = (page: Page) => page.getByRole('list', { name: 'What happened' });

export const mergeCases = (stage: Stage) =>
  describe('a duplicate call', () => {
    async function opened(number: string, name: string): Promise<string> {
      const token = await clientToken(stage.url, 'sandbox-call-handling');
      const json = {
        call: { caller_phone_number: number, caller_name: name },
        location: { latitude: 40.7512, longitude: -73.9701, uncertainty_radius: 20 },
      };
      const { id } = await expectJson<{ id: string }>(stage.url, 201, {
        ...{ method: 'POST', path: '/api/incidents', token, json },
      });
      return id;
    }
    const merging = async (page: Page, id: string, goesOn: string) => {
      await page.goto(`${stage.url}/portal/incidents/${id}`);
      await work(page).getByText('Nobody has it').waitFor();
      await page.keyboard.press('Shift+M');
      const dialog = page.getByRole('dialog', { name: 'Merge this call' });
      await dialog.getByLabel('Find the incident that goes on').fill(goesOn);
      await dialog.getByRole('group', { name: 'Found' }).getByText(goesOn).waitFor();
      return dialog;
    };

    it('is merged by keys alone, which both pages and both seats show, and stands by itself again once that is undone', async () => {
      const [first, second] = [
        await opened(newCaller().number, 'Keptcaller One'),
        await opened(newCaller().number, 'Duplicatecaller Two'),
      ];
      const page = await stage.visit({ theme: 'dark' });
      await signInAt(page, `${stage.url}/portal`, 'sandboxAgent');
      const colleague = await stage.visit({ theme: 'light', size: NARROW });
      await signInAt(colleague, `${stage.url}/portal/incidents/${second}`, 'sandboxAdmin');
      await work(colleague).getByText('Nobody has it').waitFor();

      const dialog = await merging(page, second, 'Keptcaller');
      await assertSound(page, 'choosing what a call is merged into');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Space');
      await dialog.getByRole('radio', { checked: true }).waitFor();
      await page.keyboard.press('Enter');
      await work(page).getByText('Merged into another incident').waitFor();
      await line(page).getByText('Merged into another incident').waitFor();
      await work(colleague).getByText('Merged into another incident').waitFor();
      assert.equal(await overflowOf(colleague), 0);
      await assertSound(colleague, 'a merged call, narrow');

      await work(page).getByRole('link', { name: 'Go to the incident' }).click();
      await page.waitForURL(`**/portal/incidents/${first}`);
      await line(page).getByText('Another incident was merged into this one').waitFor();
      await line(page).getByRole('link', { name: 'Go to the incident' }).click();
      await page.waitForURL(`**/portal/incidents/${second}`);
      await colleague.getByRole('button', { name: 'Undo the merge' }).click();
      await work(page).getByText('Nobody has it').waitFor();
      await line(page).getByText('The merge was undone').waitFor();
    });

    it('that somebody closed meanwhile is refused with the reason, and the choice stays', async () => {
      const [first, second] = [
        await opened(newCaller().number, 'Closedcaller One'),
        await opened(newCaller().number, 'Latecaller Two'),
      ];
      const page = await stage.visit({ theme: 'light', expected: [`409 /api/incidents/${second}/own_merge`] });
      await signInAt(page, `${stage.url}/portal`, 'sandboxAgent');
      const colleague = await stage.visit();
      await signInAt(colleague, `${stage.url}/portal/incidents/${first}`, 'sandboxAdmin');
      const dialog = await merging(page, second, 'Closedcaller');
      await work(colleague).getByText('Nobody has it').waitFor();
      await colleague.keyboard.press('Shift+X');
      await colleague.getByRole('button', { name: 'Close the incident' }).click();
      await work(colleague).getByText('Closed by').waitFor();
      await dialog.getByText('Closedcaller').click();
      await dialog.getByRole('button', { name: 'Merge into it' }).click();
      await dialog.getByRole('alert').getByText('open it again first').waitFor();
    });
  });
