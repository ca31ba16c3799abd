import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { InstallationFigures, InstallationFindings } from '@sallyport/contract';
import { expectJson } from '../e2e/http-client.ts';
import { signIn } from '../e2e/sandbox.ts';
import { signInAt } from './people.ts';
import { settles } from './settles.ts';
import type { Stage } from './stage.ts';

const FIGURES = '**/api/installation';
const FINDINGS = '**/api/installation/findings';

/** What an operator looks at first, against what the API answers. */
export const installationCases = (stage: Stage) =>
  describe('the installation', () => {
    it('shows the figures, the keys and the findings that the API has', async () => {
      const jar = await signIn(stage.url, 'operator');
      const figures = (await expectJson(stage.url, 200, {
        method: 'GET',
        path: '/api/installation',
        jar,
      })) as unknown as InstallationFigures;
      const page = await stage.visit();
      await signInAt(page, `${stage.url}/portal/admin/installation`, 'operator');
      const { counts } = figures;
      const numberOf = (name: string) =>
        page
          .locator('dl > div')
          .filter({ has: page.getByText(name, { exact: true }) })
          .locator('dd');
      for (const [name, count] of [
        ['Agencies', counts.agencies],
        ['Clients', counts.clients],
        ['People', counts.people],
        ['Under review', counts.applications_under_review],
      ] as const) {
        const number = () => numberOf(name).evaluate((fact) => Number(fact.firstChild?.textContent));
        await settles(number, count);
      }
      await page.getByText(`Version ${figures.version} on SQLite, schema ${figures.schema}`).waitFor();
      await settles(() => page.locator('tr[data-key]').count(), figures.signing_keys.length);
      for (const { kid } of figures.signing_keys) await page.locator('tr[data-key]').getByText(kid).waitFor();
      await page.getByText('No backup is known.').waitFor();
      const { findings } = (await expectJson(stage.url, 200, {
        method: 'GET',
        path: '/api/installation/findings',
        jar,
      })) as unknown as InstallationFindings;
      const inOrder = findings.filter(({ status }) => status === 'ok').length;
      await page.getByText(`${inOrder} checks are in order`).waitFor();
    });

    it('states a fault with what to do, what could not be read, and an empty list, each in its place', async () => {
      const page = await stage.visit({ expected: ['503 /api/installation'] });
      await page.route(FIGURES, (route) =>
        route.fulfill({
          status: 503,
          contentType: 'application/problem+json',
          body: JSON.stringify({ code: 'temporarily_unavailable', detail: 'The database does not answer' }),
        }),
      );
      const [found, action] = ['The disk is full', 'Free some of it'];
      const by = { found_by: { text: found, values: [] }, action_by: { text: action, values: [] } };
      const fault = { check: 'disk', status: 'fault', found, action, ...by };
      await page.route(FINDINGS, (route) =>
        route.fulfill({ json: { examined_at: new Date().toISOString(), findings: [fault] } }),
      );
      await signInAt(page, `${stage.url}/portal/admin/installation`, 'operator');
      await page.getByRole('alert').getByText('The database does not answer').waitFor();
      const row = page.getByRole('row').filter({ hasText: 'The disk is full' });
      await row.getByText('Free some of it').waitFor();
      await row.getByText('Fault', { exact: true }).waitFor();
      assert.equal(await page.locator('tr[data-key]').count(), 0);

      await page.unroute(FINDINGS);
      await page.route(FINDINGS, (route) =>
        route.fulfill({ json: { examined_at: new Date().toISOString(), findings: [] } }),
      );
      await page.getByRole('button', { name: 'Look again' }).click();
      await page.getByText('Nothing is wrong.').waitFor();
      await page.unroute(FIGURES);
      await page.locator('tr[data-key]').first().waitFor();
    });
  });
