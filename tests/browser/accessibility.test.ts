import { after, before, it } from 'node:test';
import { startReceiver } from '../../packages/testing/src/receiver.ts';
import { assertSoundInBothThemes } from './axe.ts';
import { assertWhole } from './cut-off.ts';
import { STOPS } from './portal-stops.ts';
import { makePortalWorld, type PortalWorld } from './portal-world.ts';
import { openStage } from './stage.ts';
import { walkStops } from './walk-stops.ts';

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
    await walkStops(page, world, { as, stops }, async ({ what }) => {
      await page.locator('html[data-mantine-color-scheme=dark]').waitFor();
      await assertSoundInBothThemes(page, what);
      await assertWhole(page, what);
    });
  });
}
