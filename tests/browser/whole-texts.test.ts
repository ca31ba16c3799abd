import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { startReceiver } from '../../packages/testing/src/receiver.ts';
import { assertWhole, cutOffTexts } from './cut-off.ts';
import { readsSpanish } from './page-words.ts';
import { STOPS } from './portal-stops.ts';
import { makePortalWorld, type PortalWorld } from './portal-world.ts';
import { NARROW, openStage } from './stage.ts';
import { walkStops } from './walk-stops.ts';

const stage = await openStage();
const endpoint = await startReceiver();
after(() => endpoint.stop());
let world: PortalWorld;
before(async () => {
  world = await makePortalWorld(stage.url, endpoint);
});

it('a planted text that is cut off is found, however it is hidden, and what scrolls or is read aloud alone is not', async () => {
  const page = await stage.visit({ size: NARROW });
  const narrow = 'width: 40px; white-space: nowrap; font: 16px sans-serif';
  await page.setContent(`
    <div style="${narrow}; overflow: hidden">cut by its own box</div>
    <div style="${narrow}; overflow: hidden"><b style="text-overflow: ellipsis">cut by the box around it</b></div>
    <div style="${narrow}; overflow: hidden; text-overflow: ellipsis">cut by an ellipsis</div>
    <div style="width: 90px; height: 20px; overflow: hidden; font: 16px sans-serif">one line is seen and the others are not</div>
    <select style="width: 60px"><option>cut by its list</option></select>
    <input style="width: 60px" placeholder="cut by its field">
    <p style="position: absolute; left: 300px; margin: 0; white-space: nowrap">cut by the window itself</p>
    <div style="${narrow}; overflow: auto">what scrolls</div>
    <div style="position: absolute; width: 1px; height: 1px; overflow: hidden">read aloud alone</div>
    <div style="${narrow}; overflow: hidden; visibility: hidden">not seen at all</div>
    <div style="width: 200px; overflow: hidden">whole</div>
  `);
  const found = (await cutOffTexts(page)).map((each) => /^“(.*?)”/.exec(each)?.[1]);
  assert.deepEqual([...new Set(found)].toSorted(), [
    'cut by an ellipsis',
    'cut by its field',
    'cut by its list',
    'cut by its own box',
    'cut by the box around it',
    'cut by the window itself',
    'one line is seen and the others are not',
  ]);
});

// In English, `accessibility.test.ts` walks the same pages.
for (const { name, as, stops } of STOPS) {
  it(`every text in Spanish is read whole ${name}, at half a screen and on a narrow one`, async () => {
    const page = await stage.visit({ locale: 'es-US', expected: stops.flatMap(({ expected = [] }) => expected) });
    readsSpanish(page);
    await walkStops(page, world, { as, stops }, ({ what }) => assertWhole(page, `${what} in Spanish`));
  });
}
