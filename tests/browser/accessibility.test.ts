import { after, before, it } from 'node:test';
import { startReceiver } from '../../packages/testing/src/receiver.ts';
import { assertSoundInBothThemes } from './axe.ts';
import { assertWhole } from './cut-off.ts';
import { STOPS } from './portal-stops.ts';
import { makePortalWorld, type PortalWorld } from './portal-world.ts';
import { openStage, SCREEN } from './stage.ts';
import { goTo, goWithin, signInFor } from './walk-stops.ts';

const stage = await openStage();
const endpoint = await startReceiver();
after(() => endpoint.stop());
let world: PortalWorld;
before(async () => {
  world = await makePortalWorld(stage.url, endpoint);
});

// `portal-routes.test.ts` refuses a route without a stop.
for (const { name, as, stops } of STOPS) {
  it(`is accessible ${name}, in both themes, and whole at half a screen and on a narrow one`, async () => {
    const page = await stage.visit({ theme: 'dark', expected: stops.flatMap(({ expected = [] }) => expected) });
    await signInFor(page, stage.url, as);
    for (const [index, stop] of stops.entries()) {
      await page.setViewportSize(SCREEN);
      if (as === null || index === 0 || stop.route === '*') await goTo(page, world, stop);
      else await goWithin(page, world, stop);
      await page.locator('html[data-mantine-color-scheme=dark]').waitFor();
      await assertSoundInBothThemes(page, stop.what);
      await assertWhole(page, stop.what);
    }
  });
}
