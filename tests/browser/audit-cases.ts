import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { runCommand } from '../../packages/testing/src/gateway-process.ts';
import { expectJson } from '../e2e/http-client.ts';
import { signIn } from '../e2e/sandbox.ts';
import { newCaller, sendAlert } from './alerts.ts';
import { assertFits, assertSound, assertSoundInBothThemes } from './axe.ts';
import { signInAt } from './people.ts';
import { settles } from './settles.ts';
import { NARROW, type Stage } from './stage.ts';

const top = mkdtempSync(join(tmpdir(), 'sallyport-exported-'));
async function addFilter(page: Page, by: string, value: string): Promise<void> {
  await page.getByLabel('Filter by').selectOption(by);
  const field = page.getByLabel(by, { exact: true });
  await field.selectOption(value);
  await page.getByRole('button', { name: 'Add filter' }).click();
}

export const auditCases = (stage: Stage) =>
  describe('the audit', () => {
    after(() => rmSync(top, { recursive: true, force: true }));

    it('finds who added a person, keeps the filters in the address, and exports what audit verify proves', async () => {
      const person = { first_name: 'Morgan', last_name: 'Keeper', email: 'morgan@sandbox.test', role: 'agent' };
      const jar = await signIn(stage.url, 'sandboxAdmin');
      await expectJson(stage.url, 201, { method: 'POST', path: '/api/users', jar, json: person });
      const page = await stage.visit();
      await signInAt(page, `${stage.url}/portal/admin/audit`, 'sandboxAdmin');
      await addFilter(page, 'Action', 'Person added');
      await addFilter(page, 'Outcome', 'Done');
      await addFilter(page, 'Person', 'Morgan Keeper');
      const row = page.getByRole('row').filter({ hasText: 'Morgan Keeper' });
      await row.getByRole('button', { name: 'Person added' }).click();
      await page.getByText('Hash before it').waitFor();

      const filters = page.getByRole('list', { name: 'Filters' });
      await page.reload();
      await row.waitFor();
      await settles(() => filters.getByRole('listitem').count(), 3);
      await page.getByRole('button', { name: 'Remove the filter Person: Morgan Keeper' }).click();
      await page.waitForURL((url) => !url.searchParams.has('person_id'));
      await settles(() => filters.getByRole('listitem').count(), 2);

      for (const name of ['Export as JSON lines', 'Export as CSV']) {
        const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name }).click()]);
        const file = join(top, download.suggestedFilename());
        copyFileSync(await download.path(), file);
        const { code, output } = await runCommand([
          'audit',
          'verify',
          '--anchor',
          file,
          '--data-dir',
          stage.gateway.dataDir,
        ]);
        assert.equal(code, 0, output);
        assert.match(output, /, 0 faults\n/);
        assert.match(output, /exported records were compared, and it has every byte that was exported at/);
      }
    });

    it('names who, which client and which incident, with a link, and keeps the id to copy and to search by', async () => {
      const alertId = await sendAlert(stage.url, { phone: newCaller().number, type: 'FIRE' });
      const id = alertId.replace('alert-', '');
      const page = await stage.visit();
      await signInAt(page, `${stage.url}/portal/incidents/${id}`, 'sandboxAgent');
      await page.getByTestId('card').first().waitFor();

      const admin = await stage.visit();
      await admin.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin: stage.url });
      await signInAt(admin, `${stage.url}/portal/admin/audit?incident_id=${id}`, 'sandboxAdmin');
      const incident = `Fire …${id.slice(-8)}`;
      await admin.getByRole('button', { name: `Remove the filter Incident or alert: ${incident}` }).waitFor();
      const raised = admin.getByRole('row').filter({ hasText: 'Alert received' });
      await raised.getByText('Sandbox Alarm', { exact: false }).first().waitFor();
      await admin.getByRole('row').filter({ hasText: 'Incident looked up' }).getByText('Sam Agent').waitFor();
      assert.equal(await admin.getByRole('main').getByText(id, { exact: true }).count(), 0, 'no raw id in the list');
      await assertSound(admin, 'the audit with names');

      await raised.getByRole('button', { name: 'Alert received' }).click();
      await admin.getByText(id, { exact: true }).waitFor();
      await admin.getByRole('button', { name: `Copy the id ${id}` }).click();
      assert.equal(await admin.evaluate(() => navigator.clipboard.readText()), id);
      await assertSoundInBothThemes(admin, 'a record of the audit with names');
      await admin.setViewportSize(NARROW);
      await assertFits(admin, 'a record of the audit at 360 px');
      await admin.getByRole('button', { name: 'All records of it: Sandbox Alarm' }).click();
      await admin.waitForURL((url) => url.searchParams.get('client_id') === 'sandbox-alarm');
      await raised.getByRole('link', { name: incident }).click();
      await admin.waitForURL(`**/portal/incidents/${id}`);
    });

    it('shows what each client may and how it gets its tokens in words, with the names that software uses beside them', async () => {
      const page = await stage.visit();
      await signInAt(page, `${stage.url}/portal/admin/clients`, 'sandboxAdmin');
      const client = page.getByRole('article', { name: 'Sandbox CAD', exact: true });
      await client.getByText('Open the portal for a signed-in user on one caller or alert').waitFor();
      await client.getByText('deeplinks', { exact: true }).waitFor();
      await client.getByText('By its own secret or key').waitFor();
      await client.getByText('CAD of a PSAP').waitFor();
      await assertSoundInBothThemes(page, 'clients in words');
      await page.setViewportSize(NARROW);
      await assertFits(page, 'clients in words at 360 px');
    });
  });
