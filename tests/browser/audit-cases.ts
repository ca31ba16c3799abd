import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { runCommand } from '../../packages/testing/src/gateway-process.ts';
import { expectJson } from '../e2e/http-client.ts';
import { signIn } from '../e2e/sandbox.ts';
import { signInAt } from './people.ts';
import { settles } from './settles.ts';
import type { Stage } from './stage.ts';

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
  });
