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
import { standingMap } from './standing-map.ts';

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

    it('what is of one caller is one row with how many more there are, unfolded and folded, and the URL keeps it', async () => {
      const { number } = newCaller();
      const at = (latitude: number) => ({
        event: { location: { geodetic: { latitude, longitude: -73.5, uncertainty: 25 } } },
      });
      const first = await sendAlert(stage.url, { phone: number, type: 'FIRE', description: 'Heat', groups: at(41.1) });
      await sendAlert(stage.url, { phone: number, type: 'BURGLARY', description: 'Glass', groups: at(41.2) });
      await sendAlert(stage.url, { phone: newCaller().number, description: 'Shed window', groups: at(41.3) });
      const page = await stage.visit();
      await signInAt(page, `${stage.url}/portal?group=scene`, 'sandboxAgent');
      const incidents = list(page, 'Incidents');
      const heat = incidents.locator('li').filter({ hasText: 'Heat' });
      await heat.getByRole('button', { name: '1 more of the same caller or place' }).waitFor();
      await incidents.getByText('Shed window').waitFor();
      assert.equal(await incidents.getByText('Glass').count(), 0, 'the gravest stands for the others');
      await heat.getByRole('button', { name: '1 more of the same caller or place' }).click();
      await incidents.getByText('Glass').waitFor();
      await assertSound(page, 'the queue by caller and place');
      await page.reload();
      await heat.getByRole('button', { name: '1 more of the same caller or place' }).waitFor();
      await settles(() => incidents.getByText('Glass').count(), 0);
      // Once the one that stood for both is over, the other stands for itself.
      await cancel(first);
      await incidents.getByText('Glass').waitFor();
      await page.getByRole('button', { name: 'Filter', exact: true }).click();
      await page.getByLabel('One row for one caller or place').click();
      await settles(async () => new URL(page.url()).searchParams.get('group'), null);
    });

    it('what the map shows is an area of the queue: a chip that the URL keeps, live, and that is taken away', async () => {
      const at = (latitude: number) => ({
        event: { location: { geodetic: { latitude, longitude: -60.5, uncertainty: 25 } } },
      });
      await sendAlert(stage.url, { phone: newCaller().number, description: 'Harbor gate', groups: at(12.1) });
      await sendAlert(stage.url, { phone: newCaller().number, description: 'Hill gate', groups: at(52.1) });
      const page = await stage.visit();
      await signInAt(page, `${stage.url}/portal/map`, 'sandboxAgent');
      await page.getByTestId('overview-mark').first().waitFor();
      await page.getByRole('link', { name: 'Queue of this area' }).click();
      await page.waitForURL(/area=-?\d/);
      const chip = page.getByRole('button', { name: 'Remove filter Within a part of the map' });
      await chip.waitFor();
      const incidents = list(page, 'Incidents');
      await chip.click();
      await incidents.getByText('Harbor gate').waitFor();
      await incidents.getByText('Hill gate').waitFor();

      await page.goto(`${stage.url}/portal?area=-61,12,-60,13`);
      await incidents.getByText('Harbor gate').waitFor();
      assert.equal(await incidents.getByText('Hill gate').count(), 0);
      await sendAlert(stage.url, { phone: newCaller().number, description: 'Hill door', groups: at(52.1) });
      await sendAlert(stage.url, { phone: newCaller().number, description: 'Harbor door', groups: at(12.2) });
      await incidents.getByText('Harbor door').waitFor();
      assert.equal(await incidents.getByText('Hill door').count(), 0);
      await page.getByRole('button', { name: 'Filter', exact: true }).click();
      await assertSound(page, 'an area of the queue');
      await page.getByLabel('Area').selectOption({ label: 'Within our boundary' });
      await page.waitForURL(/area=boundary/);
      await incidents.getByText('Harbor gate').waitFor({ state: 'detached' });
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Remove filter Within our boundary' }).click();
      await incidents.getByText('Harbor gate').waitFor();
      await incidents.getByText('Hill door').waitFor();
    });

    it('an area is drawn on the map, or typed, and is one of the queue: what moves in appears, what moves out goes', async () => {
      const at = (latitude: number, longitude: number) => ({
        event: { location: { geodetic: { latitude, longitude, uncertainty: 25 } } },
      });
      const token = await clientToken(stage.url, 'sandbox-call-handling');
      const equip = (status: number, path: string, json: object): Promise<{ id: string }> =>
        expectJson(stage.url, status, { method: 'POST', path, token, json });
      const caller = newCaller();
      const { id } = await equip(201, '/api/incidents', {
        call: { caller_phone_number: caller.number },
        location: { latitude: -40.2, longitude: 70.2, uncertainty_radius: 25 },
      });
      await sendAlert(stage.url, { phone: newCaller().number, description: 'Reef tower', groups: at(-40.8, 70.8) });
      const page = await stage.visit();
      await signInAt(page, `${stage.url}/portal/map?area=70,-41,71,-40`, 'sandboxAgent');
      const listed = page.getByRole('list', { name: 'Active incidents' });
      await settles(() => listed.getByRole('listitem').count(), 2);
      await page.getByRole('button', { name: 'Edit the area' }).click();
      const corners = page.getByLabel('Corners of the area');
      assert.equal(await corners.inputValue(), '-41, 70\n-41, 71\n-40, 71\n-40, 70');
      await assertSound(page, 'an area that is drawn');
      const use = page.getByRole('button', { name: 'Use this area' });
      await corners.fill('-41, 70\n-40, 71\n-40, 70\n-40.5, 70.9');
      await page.getByText('The edges of the area cross each other.').waitFor();
      assert.ok(await use.isDisabled());
      await corners.fill('-41, 70\nsomewhere');
      await page.getByText('Line 2 is no position').waitFor();
      await corners.fill('-41, 70\n-40, 71');
      await page.getByText('Mark three corners or more.').waitFor();
      await standingMap(page);
      const drawn = page.getByTestId('drawn-area');
      const { x = 0, y = 0, width = 0, height = 0 } = (await drawn.boundingBox()) ?? {};
      await page.mouse.click(x + width * 0.1, y + height * 0.1);
      await settles(async () => (await corners.inputValue()).split('\n').length, 3);
      const clicked = await corners.inputValue();
      const [cornerX, cornerY] = [x + width * 0.1, y + height * 0.1];
      await page.mouse.move(cornerX, cornerY);
      await page.mouse.down();
      await page.mouse.move(cornerX + 40, cornerY + 20, { steps: 4 });
      await page.mouse.up();
      await settles(async () => (await corners.inputValue()) !== clicked, true);
      assert.equal((await corners.inputValue()).split('\n').length, 3, 'and none is added by that');
      await page.getByRole('button', { name: 'Remove the last corner' }).click();
      await corners.fill(`${await corners.inputValue()}\n-40, 70`);
      await use.focus();
      await page.keyboard.press('Enter');
      await page.waitForURL((url) => url.searchParams.get('area') === '70,-41;71,-40;70,-40');
      await page.getByRole('button', { name: 'Remove filter Within a drawn area' }).waitFor();
      await settles(() => listed.getByRole('listitem').count(), 1);

      await page.getByRole('link', { name: 'Queue of this area' }).click();
      const incidents = list(page, 'Incidents');
      await incidents.getByText(caller.text).waitFor();
      assert.equal(await incidents.getByText('Reef tower').count(), 0);
      const chip = page.getByRole('button', { name: 'Remove filter Within a drawn area' });
      await chip.waitFor();
      const move = (latitude: number, longitude: number) =>
        equip(201, `/api/incidents/${id}/locations`, { latitude, longitude, uncertainty_radius: 10 });
      await move(-40.9, 70.9);
      await incidents.getByText(caller.text).waitFor({ state: 'detached' });
      await move(-40.1, 70.1);
      await incidents.getByText(caller.text).waitFor();
      await page.reload();
      await incidents.getByText(caller.text).waitFor();
      await chip.click();
      await incidents.getByText('Reef tower').waitFor();
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
