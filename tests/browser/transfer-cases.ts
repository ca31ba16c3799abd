import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { expectJson, send } from '../e2e/http-client.ts';
import { clientToken, signIn } from '../e2e/sandbox.ts';
import { newCaller, sendAlert } from './alerts.ts';
import { assertFits, assertSound, assertSoundInBothThemes } from './axe.ts';
import { overflowOf } from './overflow-of.ts';
import { signInAt } from './people.ts';
import { settles } from './settles.ts';
import { NARROW, type Stage } from './stage.ts';
import { standingMap } from './standing-map.ts';

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
      const question = page.getByRole('dialog', { name: 'End the transfer' });
      await question.getByText('Harbor City Dispatch no longer sees this incident').waitFor();
      await assertSoundInBothThemes(page, 'the question before a transfer ends');
      await question.getByRole('button', { name: 'Cancel' }).click();
      await question.waitFor({ state: 'detached' });
      await page.getByText('Harbor City Dispatch sees it until').waitFor();
      await page.getByRole('button', { name: 'End the transfer' }).click();
      await question.getByRole('button', { name: 'End the transfer' }).click();
      await page.getByText('Harbor City Dispatch sees it until').waitFor({ state: 'detached' });
      await harbor.clock.fastForward(ASKED_EVERY_MS);
      await harbor.getByRole('heading', { name: 'Not to be seen any more' }).waitFor();
      assert.equal(await harbor.getByText('Transfercaller One').count(), 0);
    });

    it('is ended by its receiver as well, after a question, which states why where somebody else ended it first', async () => {
      const token = await clientToken(stage.url, 'sandbox-call-handling');
      const jar = await signIn(stage.url, 'sandboxAgent');
      const give = async (reason: string) => {
        const { id } = await expectJson<{ id: string }>(stage.url, 201, {
          ...{ method: 'POST', path: '/api/incidents', token },
          json: { call: { caller_phone_number: newCaller().number } },
        });
        return expectJson<{ id: string }>(stage.url, 201, {
          ...{ method: 'POST', path: `/api/incidents/${id}/transfers`, jar },
          json: { to_agency_id: 'harbor-city', reason },
        });
      };
      await give('Across the bridge');
      const given = await give('Beyond the tunnel');
      const page = await stage.visit({ expected: ['404 /api/transfers/'] });
      await signInAt(page, `${stage.url}/portal/transfers`, 'harborAgent');
      const question = page.getByRole('dialog', { name: 'End the transfer' });
      const ask = (reason: string) =>
        page
          .getByRole('listitem')
          .filter({ hasText: reason })
          .getByRole('button', { name: 'End the transfer' })
          .click();

      await ask('Across the bridge');
      await question
        .getByText('Your agency no longer sees this incident of Sandbox County 9-1-1, nor what is added to it.')
        .waitFor();
      await question.getByRole('button', { name: 'End the transfer' }).click();
      await question.waitFor({ state: 'detached' });
      await page.getByRole('listitem').filter({ hasText: 'Across the bridge' }).getByText('Ended by').waitFor();

      await ask('Beyond the tunnel');
      await send(stage.url, { method: 'DELETE', path: `/api/transfers/${given.id}`, jar });
      await question.getByRole('button', { name: 'End the transfer' }).click();
      await question.getByRole('alert').getByText('No transfer with this id is in force').waitFor();
      await assertSound(page, 'a transfer that somebody else ended');
      await question.getByRole('button', { name: 'Cancel' }).click();
      await page.getByRole('listitem').filter({ hasText: 'Beyond the tunnel' }).getByText('Ended by').waitFor();
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

    it('is made by a polygon that is drawn on the map, or typed, and crosses what is in it alone', async () => {
      const type = 'RIVER_DRILL';
      const jar = await signIn(stage.url, 'operator');
      const ring = [
        [80, -31],
        [82, -31],
        [82, -29],
        [80, -29],
        [80, -31],
      ];
      await expectJson(stage.url, 200, {
        ...{ method: 'PATCH', path: '/api/agencies/sandbox-county/boundary', jar },
        json: { boundary: { type: 'Polygon', coordinates: [ring] } },
      });
      for (const [latitude, longitude] of [
        [-30.2, 80.2],
        [-30.8, 80.9],
      ]) {
        const location = { geodetic: { latitude, longitude, uncertainty: 20 } };
        await sendAlert(stage.url, { phone: newCaller().number, type, groups: { event: { location } } });
      }
      const page = await stage.visit({ theme: 'dark' });
      await signInAt(page, `${stage.url}/portal/admin/shares`, 'sandboxAdmin');
      await page.getByLabel('Agency').selectOption({ label: 'Harbor City Dispatch' });
      await page.getByLabel('Type').fill(type);
      await page.getByLabel('Area').selectOption({ label: 'Within a polygon' });
      const corners = page.getByLabel('Corners of the area');
      const share = page.getByRole('button', { name: 'Share', exact: true });
      const drawn = page.getByTestId('drawn-area');
      await drawn.waitFor();
      await page.getByText('Mark three corners or more.').waitFor();
      await standingMap(page);
      await drawn.scrollIntoViewIfNeeded();
      const { x = 0, y = 0, width = 0, height = 0 } = (await drawn.boundingBox()) ?? {};
      for (const [across, down] of [
        [0.2, 0.2],
        [0.8, 0.2],
        [0.5, 0.8],
      ] as const) {
        await page.mouse.click(x + width * across, y + height * down);
      }
      await settles(async () => (await corners.inputValue()).split('\n').length, 3);
      await settles(() => page.getByText('Mark three corners or more.').count(), 0);
      await assertSoundInBothThemes(page, 'a polygon in the form of a share');
      await page.setViewportSize(NARROW);
      await assertFits(page, 'a polygon in the form of a share at 360 px');
      await corners.fill('-31, 80\n-30, 81\n-30, 80\n-30.5, 80.9');
      await page.getByText('The edges of the area cross each other.').waitFor();
      await share.click();
      assert.equal(await page.getByRole('row').filter({ hasText: type }).count(), 0, 'nothing is shared by it');
      await corners.fill('-31, 80\n-30, 81\n-30, 80');
      await page.getByLabel('Reason').fill('Bank of the river');
      await share.click();
      const row = page.getByRole('row').filter({ hasText: 'Bank of the river' });
      await row.getByText('within a polygon of 3 corners').waitFor();
      assert.equal(await row.getByRole('cell').nth(1).textContent(), '1', 'one of both is in it');

      const list = await expectJson<{ shares: { id: string; reason: string; area: string }[] }>(stage.url, 200, {
        path: '/api/shares',
        jar: await signIn(stage.url, 'sandboxAdmin'),
      });
      assert.equal(list.shares.find(({ reason }) => reason === 'Bank of the river')?.area, '80,-31;81,-30;80,-30');
    });

    it('has a display beside it that shows an area alone, drawn as well', async () => {
      const page = await stage.visit();
      await signInAt(page, `${stage.url}/portal/admin/displays`, 'sandboxAdmin');
      await page.getByLabel('Name of the display').fill('River wall');
      await page.getByLabel('Area').selectOption({ label: 'Within a polygon' });
      await page.getByLabel('Corners of the area').fill('-31, 80\n-30, 81\n-30, 80');
      await assertSoundInBothThemes(page, 'the form of a display of an area');
      await page.setViewportSize(NARROW);
      await assertFits(page, 'the form of a display of an area at 360 px');
      await page.getByRole('button', { name: 'Make a display' }).click();
      const link = (await page.getByTestId('board-link').textContent()) ?? '';
      await page
        .getByRole('row')
        .filter({ hasText: 'River wall' })
        .getByText('Within a drawn area, no tests')
        .waitFor();
      const board = await stage.visit();
      await board.goto(link);
      await board.getByTestId('board-filter').getByText('Within a drawn area').waitFor();
      await settles(() => board.getByTestId('board-row').count(), 1);
      await assertSound(board, 'a display of an area');
    });
  });
