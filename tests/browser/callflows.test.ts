import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Page } from 'playwright-core';
import { expectJson, send } from '../e2e/http-client.ts';
import { clientToken, signIn } from '../e2e/sandbox.ts';
import { assertSoundInBothThemes } from './axe.ts';
import { signInAt } from './people.ts';
import { settles } from './settles.ts';
import { openStage, SCREEN } from './stage.ts';

const stage = await openStage();

/** From 100 to 110 degrees east, with a hole in its middle. */
const COUNTY = {
  type: 'Polygon',
  coordinates: [
    [
      [100, 0],
      [110, 0],
      [110, 8],
      [100, 8],
      [100, 0],
    ],
    [
      [104, 3],
      [106, 3],
      [105, 5],
      [104, 3],
    ],
  ],
};

async function trigger(callflow: string, longitude: number, variables: object = {}) {
  const location = { latitude: 1, longitude, uncertainty: 25 };
  return send(stage.url, {
    method: 'POST',
    path: '/v1/rem/trigger',
    token: await clientToken(stage.url, 'sandbox-alarm'),
    json: {
      callflow,
      variables: { user: { full_name: 'Jordan Rivera', phone_number: '+15555550123' }, location, ...variables },
    },
  });
}

/** Sound in both sizes, and a screen's width again. */
async function assertSoundThenWide(page: Page, what: string): Promise<void> {
  await assertSoundInBothThemes(page, what);
  await page.setViewportSize(SCREEN);
}

/** An address alone, as its agency's dispatcher sees it: in the list, on its page and in words, and on no map. */
async function assertShownWithoutPosition(alertId: string, address: string): Promise<void> {
  const page = await stage.visit({ theme: 'dark' });
  await signInAt(page, `${stage.url}/portal`, 'sandboxAgent');
  const row = page.locator('a[data-row]').filter({ hasText: `${address}, not on the map` });
  await row.click();
  await page.waitForURL(`**/portal/incidents/${alertId.replace('alert-', '')}`);
  const position = page.getByRole('region', { name: 'Position' });
  await position.getByText(address).waitFor();
  await position.getByText('Not on the map: the source gave no coordinates.').waitFor();
  assert.equal(await position.getByTestId('location-position').count(), 0);
  const cards = page.getByRole('region', { name: 'Cards' });
  await cards.getByText('No map position: the sender gave an address without coordinates').waitFor();
  assert.equal(await page.locator('article canvas, article svg[role=img]').count(), 0);
  await assertSoundInBothThemes(page, 'an alert without a position');
}

it("an operator draws a county, sends a callflow's alerts by it, changes it and takes it away", async () => {
  const page = await stage.visit({ theme: 'dark', expected: ['400 /api/agencies', '409 /api/agencies'] });
  await signInAt(page, `${stage.url}/portal/admin/agencies`, 'operator');
  await page.getByRole('link', { name: 'Boundary of Harbor City Dispatch' }).click();
  await page.getByRole('heading', { name: 'Boundary of Harbor City Dispatch' }).waitFor();
  const show = page.getByRole('button', { name: 'Show on map' });
  const preview = page.getByRole('region', { name: 'Preview, not saved yet' });
  await page.getByLabel('Or paste it').fill(JSON.stringify({ type: 'Point', coordinates: [100, 0] }));
  await show.click();
  await page.getByRole('alert').getByText('this is Point').waitFor();
  await assertSoundThenWide(page, 'a refused boundary');
  await page.getByLabel('Or paste it').fill('{"type": "Polygon", ');
  await show.click();
  await page.getByText('This is not JSON.').waitFor();
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'GeoJSON file' }).click();
  const open = {
    type: 'Polygon',
    coordinates: [
      [
        [20, 0],
        [30, 0],
        [30, 8],
      ],
    ],
  };
  const features = [
    { type: 'Feature', properties: { name: 'County' }, geometry: COUNTY },
    { type: 'Feature', properties: { name: 'Elsewhere' }, geometry: open },
  ];
  const buffer = Buffer.from(JSON.stringify({ type: 'FeatureCollection', features }));
  await (await chooser).setFiles({ name: 'county.geojson', mimeType: 'application/geo+json', buffer });
  await show.click();
  await preview.getByText('The file has 2 features with polygons').waitFor();
  await preview.getByRole('button', { name: 'Save boundary', disabled: true }).waitFor();
  await preview.getByLabel('Elsewhere').check();
  await preview.getByRole('button', { name: 'Show these' }).click();
  await preview.getByText('was open, from [30,8] to [20,0], and was closed').waitFor();
  await preview.getByLabel('Elsewhere').uncheck();
  await preview.getByLabel('County').check();
  await preview.getByRole('button', { name: 'Show these' }).click();
  await preview.getByText('9 positions,').waitFor();
  await preview.getByLabel('What the new boundary covers').first().waitFor();
  await assertSoundThenWide(page, 'a previewed boundary');
  await preview.getByRole('button', { name: 'Save boundary' }).click();
  await page.getByText('9 positions, from 0.0000, 100.0000 to 8.0000, 110.0000').waitFor();
  await page.getByLabel('Map of the boundary of Harbor City Dispatch').first().waitFor();
  await page.getByText('Boundary saved.').waitFor();
  await assertSoundThenWide(page, 'a boundary');
  await page.getByRole('button', { name: 'Remove boundary' }).click();
  const removal = page.getByRole('dialog', { name: 'Remove boundary' });
  await removal.getByRole('button', { name: 'Remove boundary' }).click();
  await removal.getByRole('alert').getByText('sandbox-by-position of sandbox-alarm').waitFor();
  await assertSoundThenWide(page, 'a boundary that may not be removed');
  await removal.getByRole('button', { name: 'Keep it' }).click();
  await removal.waitFor({ state: 'detached' });

  await page.getByRole('navigation', { name: 'Admin' }).getByRole('link', { name: 'Callflows' }).click();
  const sender = page.getByRole('article', { name: 'Sandbox Alarm Company' });
  await sender.getByRole('rowheader', { name: 'sandbox-dispatch' }).waitFor();
  await assertSoundThenWide(page, 'callflows');
  const name = 'county';
  await sender.getByRole('button', { name: 'New callflow' }).click();
  const dialog = page.getByRole('dialog', { name: 'New callflow' });
  await dialog.getByLabel('Name').fill(name);
  await dialog.getByLabel('Alerts go to').selectOption('The agency that covers the position');
  await dialog.getByRole('button', { name: 'Save', disabled: true }).waitFor();
  for (const agency of ['Sandbox County 9-1-1', 'Harbor City Dispatch']) {
    await dialog.getByLabel('Add an agency').selectOption(agency);
  }
  await dialog.getByRole('button', { name: 'Ask Harbor City Dispatch earlier' }).click();
  await dialog.getByLabel('Variables it must have').fill('vehicle.plate');
  await dialog.getByLabel('Which agency has it').check();
  await assertSoundThenWide(page, 'a new callflow');
  await dialog.getByRole('button', { name: 'Save' }).click();
  const row = sender.getByRole('row').filter({ has: page.getByRole('rowheader', { name, exact: true }) });
  await row.getByText('The first that covers the position: Harbor City Dispatch, Sandbox County 9-1-1').waitFor();
  await row.getByText('vehicle.plate').waitFor();

  const lacking = await trigger(name, 101);
  assert.deepEqual([lacking.status, JSON.parse(lacking.text).detail.includes('vehicle.plate')], [400, true]);
  const vehicle = { vehicle: { plate: '8ABC123' } };
  const raised = await trigger(name, 101, vehicle);
  assert.equal(raised.status, 200, raised.text);
  assert.equal(JSON.parse(raised.text).covering_psap.id, 'harbor-city');
  assert.equal((await trigger(name, 99, vehicle)).status, 422);
  const address = { location: { civic: '1 Elm St' } };
  const unplaced = await trigger(name, 101, { ...vehicle, ...address });
  assert.match(JSON.parse(unplaced.text).detail, /default agency/);

  await row.getByRole('button', { name: `Edit ${name}` }).click();
  const edit = page.getByRole('dialog', { name: `Callflow ${name}` });
  await edit.getByLabel('Variables it must have').fill('');
  await edit.getByLabel('The status (status)').uncheck();
  await edit.getByLabel('Alerts without a position').selectOption('Go to Sandbox County 9-1-1');
  await edit.getByRole('button', { name: 'Save' }).click();
  await row.getByText('alert_id, source_id, sla_expiration_time, created_time, covering_psap').waitFor();
  const plain = await trigger(name, 101);
  assert.deepEqual([plain.status, 'status' in JSON.parse(plain.text)], [200, false]);
  const placeless = await trigger(name, 101, address);
  assert.equal(placeless.status, 200, placeless.text);
  const { alert_id, covering_psap } = JSON.parse(placeless.text);
  assert.equal(covering_psap.id, 'sandbox-county');
  await assertShownWithoutPosition(alert_id, address.location.civic);

  await row.getByRole('button', { name: `Edit ${name}` }).click();
  await settles(() => edit.getByLabel('Alerts without a position').inputValue(), 'sandbox-county');
  await edit.getByLabel('Alerts without a position').selectOption('Are refused, and the sender is notified why');
  await edit.getByRole('button', { name: 'Save' }).click();
  await edit.waitFor({ state: 'detached' });
  assert.match(JSON.parse((await trigger(name, 101, address)).text).detail, /default agency/);

  await row.getByRole('button', { name: `Remove ${name}` }).click();
  const remove = page.getByRole('dialog', { name: 'Remove callflow' });
  await assertSoundThenWide(page, 'removing a callflow');
  await remove.getByRole('button', { name: 'Remove callflow' }).click();
  await page.getByText(`Callflow ${name} removed.`).waitFor();
  await row.waitFor({ state: 'detached' });
  assert.equal((await trigger(name, 101)).status, 400);
});

it('an operator removes a boundary that no callflow needs, once asked', async () => {
  const jar = await signIn(stage.url, 'operator');
  const json = { id: 'quiet-county', name: 'Quiet County' };
  await expectJson(stage.url, 201, { method: 'POST', path: '/api/agencies', jar, json });
  const path = `/api/agencies/${json.id}/boundary`;
  await expectJson(stage.url, 200, { method: 'PATCH', path, jar, json: { boundary: COUNTY } });
  const page = await stage.visit();
  await signInAt(page, `${stage.url}/portal/admin/agencies/${json.id}/boundary`, 'operator');
  const remove = page.getByRole('button', { name: 'Remove boundary' });
  await remove.click();
  const question = page.getByRole('dialog', { name: 'Remove boundary' });
  await question.getByText('no callflow chooses it by the position of an alert').waitFor();
  await assertSoundThenWide(page, 'the question before a boundary is removed');
  await question.getByRole('button', { name: 'Keep it' }).click();
  await question.waitFor({ state: 'detached' });
  await page.locator('[data-boundary-facts]').waitFor();
  await remove.click();
  await question.getByRole('button', { name: 'Remove boundary' }).click();
  await page.getByText('This agency has no boundary yet.').waitFor();
  await question.waitFor({ state: 'detached' });
  const { boundary } = await expectJson<{ boundary: unknown }>(stage.url, 200, { path, jar });
  assert.equal(boundary, null);
});

it('an operator disables an agency, whose alerts are then refused and whose display says so, and enables it again', async () => {
  const { url } = await expectJson(stage.url, 201, {
    method: 'POST',
    path: '/api/wall-boards',
    json: { name: 'South wall' },
    jar: await signIn(stage.url, 'harborAdmin'),
  });
  const board = await stage.visit({ tolerated: ['403 /api/board'] });
  await board.goto(String(url));
  await board.getByRole('heading', { name: 'Harbor City Dispatch' }).waitFor();
  const page = await stage.visit();
  await signInAt(page, `${stage.url}/portal/admin/agencies`, 'operator');
  await page.getByRole('button', { name: 'State of Harbor City Dispatch: in use' }).click();
  await page.getByRole('dialog').getByText('Alerts for it are refused').waitFor();
  await page.getByRole('button', { name: 'Disable Harbor City Dispatch' }).click();
  await page.getByText('Harbor City Dispatch is disabled.').waitFor();
  const disabled = page.getByRole('button', { name: 'State of Harbor City Dispatch: disabled' });
  await disabled.waitFor();
  await board.getByRole('heading', { name: 'The agency of this display is disabled' }).waitFor();
  const refused = await trigger('harbor', 101);
  assert.equal(refused.status, 403, refused.text);
  await disabled.click();
  await page.getByRole('button', { name: 'Enable Harbor City Dispatch' }).click();
  await page.getByRole('button', { name: 'State of Harbor City Dispatch: in use' }).waitFor();
  assert.equal((await trigger('harbor', 101)).status, 200);
});
