import { after, before, it } from 'node:test';
import { startReceiver } from '../../packages/testing/src/receiver.ts';
import { assertFits, assertSoundInBothThemes } from './axe.ts';
import { overflowWithin } from './overflow-of.ts';
import { goTo, STOPS, signInFor } from './portal-stops.ts';
import { makePortalWorld, type PortalWorld } from './portal-world.ts';
import { NARROW, openStage, SCREEN } from './stage.ts';

const stage = await openStage();
const endpoint = await startReceiver();
after(() => endpoint.stop());
let world: PortalWorld;
before(async () => {
  world = await makePortalWorld(stage.url, endpoint);
});

// `portal-routes.test.ts` refuses a route without a stop.
for (const { name, as, stops } of STOPS) {
  it(`is accessible ${name}, in both themes`, async () => {
    const page = await stage.visit({ theme: 'dark', expected: stops.flatMap(({ expected = [] }) => expected) });
    await signInFor(page, stage.url, as);
    for (const stop of stops) {
      await page.setViewportSize(SCREEN);
      await goTo(page, world, stop);
      await page.locator('html[data-mantine-color-scheme=dark]').waitFor();
      await assertSoundInBothThemes(page, stop.what);
      await page.setViewportSize(NARROW);
      await assertFits(page, `${stop.what} at ${NARROW.width} px`, overflowWithin);
    }
  });
}
