import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { newCaller, newDeeplink, sendAlert } from './alerts.ts';
import { signInAt } from './people.ts';
import { settles } from './settles.ts';
import { PANEL, type Stage } from './stage.ts';

/** Scripts the page asked for that draw maps. */
function mapScriptsOf(page: Page): string[] {
  const scripts: string[] = [];
  page.on('request', (request) => {
    if (/maplibre|incident-map|outline/i.test(request.url())) scripts.push(request.url());
  });
  return scripts;
}

async function assertCardsAlone(page: Page): Promise<void> {
  await page.getByTestId('card').getByRole('heading', { name: 'Caller' }).waitFor();
  assert.equal(await page.getByTestId('incident-map').count(), 0);
  assert.equal(await page.locator('canvas').count(), 0);
}

/** As the sandbox's admin in Admin, Clients: how deeplinks of the sandbox's CAD open. */
async function openDeeplinksWith(page: Page, choice: 'Map and cards' | 'Cards alone'): Promise<void> {
  const client = page.getByRole('article', { name: 'Sandbox CAD', exact: true });
  await client.getByLabel('Deeplinks open with').selectOption(choice);
  // What an earlier save announced may still be shown.
  const saved = page.waitForResponse((answer) => answer.request().method() === 'PATCH');
  await client.getByRole('button', { name: 'Save deeplink settings' }).click();
  assert.equal((await saved).status(), 200);
  await page.getByText('Sandbox CAD saved.').first().waitFor();
}

export const deeplinkCardsCases = (stage: Stage) =>
  describe('a deeplink of cards alone', () => {
    it('shows the cards alone in a panel when the request asks for them: no map, nothing but the bar', async () => {
      const caller = newCaller();
      await sendAlert(stage.url, { phone: caller.number, description: 'Motion in the hallway' });
      const page = await stage.visit({ size: PANEL });
      const mapScripts = mapScriptsOf(page);
      await page.goto(await newDeeplink(stage.url, { query: caller.number, view: 'cards' }));
      await assertCardsAlone(page);
      assert.deepEqual(mapScripts, [], 'no map code is loaded');
      await page.getByTestId('location-position').getByText('40.748400, -73.985700').waitFor();

      const bar = page.getByRole('banner');
      await bar.getByText(caller.text).waitFor();
      const titles = () =>
        bar.getByRole('button').evaluateAll((buttons) => buttons.map((button) => button.getAttribute('title')));
      await settles(titles, ['Sound: off', 'Use the light theme']);
      assert.equal(await page.getByRole('navigation').count(), 0);
      assert.equal(await page.getByRole('search').count(), 0);
      assert.equal(await page.locator('a[href^="/"], a[href^="http"]').count(), 0, 'nothing leads elsewhere');
      const height = await bar.evaluate((element) => element.getBoundingClientRect().height);
      assert.ok(height <= 48, `the bar is ${height} px high`);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      assert.ok(overflow <= 0, `the page is ${overflow} px too wide`);
    });

    it('stays without a map across a reload', async () => {
      const caller = newCaller();
      await sendAlert(stage.url, { phone: caller.number });
      const page = await stage.visit({ size: PANEL });
      await page.goto(await newDeeplink(stage.url, { query: caller.number, view: 'cards' }));
      await assertCardsAlone(page);
      await page.reload();
      await assertCardsAlone(page);
    });

    it('opens with cards alone when an admin set that on the client, unless the request asks for the map', async () => {
      const caller = newCaller();
      await sendAlert(stage.url, { phone: caller.number });
      const admin = await stage.visit();
      await signInAt(admin, `${stage.url}/portal/admin/clients`, 'sandboxAdmin');
      await openDeeplinksWith(admin, 'Cards alone');

      const page = await stage.visit({ size: PANEL });
      await page.goto(await newDeeplink(stage.url, { query: caller.number }));
      await assertCardsAlone(page);
      await page.goto(await newDeeplink(stage.url, { query: caller.number, view: 'full' }));
      await page.getByTestId('incident-map').waitFor();

      await openDeeplinksWith(admin, 'Map and cards');
      await page.goto(await newDeeplink(stage.url, { query: caller.number }));
      await page.getByTestId('incident-map').waitFor();
    });
  });
