import { after, before, it } from 'node:test';
import type { Page } from 'playwright-core';
import { startReceiver } from '../../packages/testing/src/receiver.ts';
import { assertFits, assertSoundInBothThemes } from './axe.ts';
import { overflowWithin } from './overflow-of.ts';
import { goTo, STOPS, type Stop, signInFor } from './portal-stops.ts';
import { makePortalWorld, type PortalWorld } from './portal-world.ts';
import { NARROW, openStage, SCREEN } from './stage.ts';

const stage = await openStage();
const endpoint = await startReceiver();
after(() => endpoint.stop());
let world: PortalWorld;
before(async () => {
  world = await makePortalWorld(stage.url, endpoint);
});

/** Goes to a page without loading the document anew, as a person does: first to none, so that nothing of the page before is left. */
async function goWithin(page: Page, stop: Stop): Promise<void> {
  const to = (address: string) =>
    page.evaluate((path) => {
      history.pushState({}, '', path);
      dispatchEvent(new PopStateEvent('popstate', { state: {} }));
    }, address);
  await to('/portal/no-page');
  await page.getByRole('heading', { name: 'There is no such page' }).waitFor();
  await to(await stop.path(world));
  await stop.ready(page);
}

// `portal-routes.test.ts` refuses a route without a stop.
for (const { name, as, stops } of STOPS) {
  it(`is accessible ${name}, in both themes`, async () => {
    const page = await stage.visit({ theme: 'dark', expected: stops.flatMap(({ expected = [] }) => expected) });
    await signInFor(page, stage.url, as);
    for (const [index, stop] of stops.entries()) {
      await page.setViewportSize(SCREEN);
      if (as === null || index === 0 || stop.route === '*') await goTo(page, world, stop);
      else await goWithin(page, stop);
      await page.locator('html[data-mantine-color-scheme=dark]').waitFor();
      await assertSoundInBothThemes(page, stop.what);
      await page.setViewportSize(NARROW);
      await assertFits(page, `${stop.what} at ${NARROW.width} px`, overflowWithin);
    }
  });
}
