import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { newCaller, newDeeplink, sendAlert } from './alerts.ts';
import { seesNoAdmin, signInAt } from './people.ts';
import { settles } from './settles.ts';
import type { Stage } from './stage.ts';

/** What the API answers a script on this page. */
async function statusOf(page: Page, path: string, headers: Record<string, string> = {}): Promise<number> {
  return page.evaluate(async ([url, sent]) => (await fetch(url, { headers: sent })).status, [path, headers] as const);
}

export const whoMayAdministerCases = (stage: Stage) =>
  describe('who may administer', () => {
    it('shows an agent no Admin, and refuses one who types its address', async () => {
      const page = await stage.visit({ expected: ['403 /api/users', '403 /api/clients'] });
      await signInAt(page, `${stage.url}/portal`, 'sandboxAgent');
      await seesNoAdmin(page);
      for (const section of ['', '/users', '/clients', '/agencies']) {
        await page.goto(`${stage.url}/portal/admin${section}`);
        await page.getByRole('heading', { name: 'Not allowed' }).waitFor();
      }
      assert.equal(await statusOf(page, '/api/users'), 403);
      assert.equal(await statusOf(page, '/api/clients'), 403);
    });

    it("gives an admin's deeplink the admin's sight and none of the admin's powers", async () => {
      const caller = newCaller();
      await sendAlert(stage.url, { phone: caller.number, type: 'FIRE' });
      const page = await stage.visit({ expected: ['403 /api/users', '401 /api/users'] });
      await page.goto(await newDeeplink(stage.url, { query: caller.number }, 'sandboxAdmin'));
      await page.locator('#incident-title').getByText('Fire').waitFor();
      await page.getByText('Avery Admin · Sandbox County 9-1-1').waitFor();
      assert.equal(await page.getByRole('link', { name: 'Admin' }).count(), 0);

      const deeplinkId = new URL(page.url()).pathname.split('/').at(-1) ?? '';
      assert.equal(await statusOf(page, '/api/users', { 'x-sallyport-deeplink': deeplinkId }), 403);
      assert.equal(await statusOf(page, '/api/users'), 401);
      await page.goto(`${stage.url}/portal/admin/users`);
      await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    });

    it("shows harbor-city's admin nothing of sandbox-county, nor a hint that there is anything", async () => {
      const caller = newCaller();
      const alertId = await sendAlert(stage.url, { phone: caller.number, description: 'Glass at the sandbox' });
      const incidentId = alertId.replace('alert-', '');
      await sendAlert(stage.url, { phone: newCaller().number, callflow: 'harbor', description: 'Smoke at pier 4' });
      const unknownId = '01a1fd00-0000-7000-8000-000000000002';

      const page = await stage.visit({
        expected: ['404 /api/users', '404 /api/clients', '404 /api/incidents', '404 /api/seats'],
      });
      await signInAt(page, `${stage.url}/portal`, 'harborAdmin');
      const queue = page.getByRole('list', { name: 'Incidents' });
      await queue.getByText('Smoke at pier 4').waitFor();
      await settles(() => queue.getByRole('link').count(), 1);

      const answers: (string | null)[] = [];
      for (const id of [incidentId, unknownId]) {
        await page.goto(`${stage.url}/portal/incidents/${id}`);
        await page.getByRole('heading', { name: 'No such incident' }).waitFor();
        answers.push(await page.getByRole('main').textContent());
      }
      assert.equal(answers[0], answers[1], "another agency's incident reads as one that does not exist");
      for (const query of [caller.number, alertId]) {
        await page.goto(`${stage.url}/portal/search?query=${encodeURIComponent(query)}`);
        await page.getByRole('heading', { name: 'Nothing matches' }).waitFor();
      }

      await page.goto(`${stage.url}/portal/admin/users?agency=sandbox-county`);
      await page.getByRole('row').filter({ hasText: 'agent@harbor.test' }).waitFor();
      assert.ok(!(await page.content()).includes('sandbox.test'));
      await page.goto(`${stage.url}/portal/admin/clients?agency=sandbox-county`);
      await page.getByRole('article', { name: 'Harbor CAD' }).waitFor();
      assert.ok(!((await page.getByRole('main').textContent()) ?? '').includes('sandbox-'));
      assert.equal(await statusOf(page, '/api/users?agency_id=sandbox-county'), 404);
      assert.equal(await statusOf(page, '/api/clients?agency_id=sandbox-county'), 404);
    });

    it('lets an operator administer the agency they choose, and read nobody’s incidents', async () => {
      const page = await stage.visit({ expected: ['403 /api/incidents'] });
      await signInAt(page, `${stage.url}/portal/admin/agencies`, 'operator');
      await page.getByRole('link', { name: 'Users of Harbor City Dispatch' }).click();
      await page.getByRole('row').filter({ hasText: 'agent@harbor.test' }).waitFor();
      await page.getByLabel('Agency').selectOption('Sandbox County 9-1-1');
      await page.getByRole('row').filter({ hasText: 'agent@sandbox.test' }).waitFor();
      assert.equal(await page.getByRole('searchbox').count(), 0);
      assert.equal(await statusOf(page, '/api/incidents'), 403);
    });
  });
