import assert from 'node:assert/strict';
import { join } from 'node:path';
import { it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { runCommand } from '../../packages/testing/src/gateway-process.ts';
import { newCaller, newDeeplink, sendAlert } from './alerts.ts';
import { signInAt } from './people.ts';
import { openStage } from './stage.ts';

const KOTKA = fileURLToPath(new URL('../../packages/testing/src/maps/kotka.pmtiles', import.meta.url));
/** A folder that gets a picture of each page, for a person to look at. */
const PICTURES = process.env['PICTURES_FOLDER'];
const IN_KOTKA = { location: { geodetic: { latitude: 60.5303, longitude: 26.951, uncertainty: 60 } } };

// No name is resolved: what is not of this machine is not there.
const stage = await openStage(['--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1']);

it('draws street names, dark and light, from a map that was added while the server runs, without an outside network', async () => {
  const map = (...words: string[]) => runCommand(['map', ...words, '--data-dir', stage.gateway.dataDir]);
  const added = await map('add', KOTKA);
  assert.deepEqual(
    [added.code, added.output],
    [0, 'Added kotka.pmtiles: from 60.52, 26.93 to 60.54, 26.97, zoom 6 to 14\n'],
  );
  const caller = newCaller();
  await sendAlert(stage.url, { phone: caller.number, groups: { event: IN_KOTKA } });
  for (const [theme, width] of [
    ['dark', 1440],
    ['light', 720],
    ['dark', 360],
  ] as const) {
    const page = await stage.visit({ theme, size: { width, height: 800 } });
    const ranges: number[] = [];
    page.on('response', (response) => {
      if (response.url().endsWith('/api/map/files/kotka.pmtiles')) ranges.push(response.status());
    });
    await page.goto(await newDeeplink(stage.url, { query: caller.number }));
    await page.locator('[data-testid=incident-map][data-engine=maplibre]').waitFor();
    // What MapLibre states that it has drawn, not what the file has.
    await page.getByTestId('map-streets').getByText('Ristikalliontie').waitFor({ state: 'attached' });
    await page.getByText('© OpenStreetMap contributors').first().waitFor({ state: 'attached' });
    assert.deepEqual([...new Set(ranges)], [206], `${theme} ${width}`);
    if (PICTURES !== undefined) await page.screenshot({ path: join(PICTURES, `streets-${theme}-${width}.png`) });
  }
  const operator = await stage.visit({ size: { width: 1440, height: 900 } });
  await signInAt(operator, `${stage.url}/portal/admin/map`, 'operator');
  await operator.getByRole('article', { name: 'kotka.pmtiles' }).getByText('0.1 MB, zoom 6 to 14').waitFor();
  await operator.locator('[data-engine=maplibre]').waitFor();
  if (PICTURES !== undefined) await operator.screenshot({ path: join(PICTURES, 'admin-map.png') });
  const removed = await map('remove', 'kotka.pmtiles');
  assert.deepEqual([removed.code, removed.output], [0, 'Removed kotka.pmtiles\n']);
  assert.match((await map('list')).output, /^No maps/);
});
