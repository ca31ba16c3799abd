import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Page } from 'playwright-core';
import { expectJson } from '../e2e/http-client.ts';
import { clientToken, type Person } from '../e2e/sandbox.ts';
import { newCaller, newDeeplink, sendAlert } from './alerts.ts';
import { assertSound } from './axe.ts';
import { forgetHeard, heardOn, measureSound, overOnePattern, whenHeard, whenSoundBegins } from './heard.ts';
import { signInAt } from './people.ts';
import { openStage } from './stage.ts';

const stage = await openStage();
/** At half of the volume. */
const USUAL_GAIN = 0.2;

async function move(alertId: string, status: string): Promise<void> {
  const token = await clientToken(stage.url, 'sandbox-alarm');
  await expectJson(stage.url, 200, { method: 'PATCH', path: `/v1/alerts/${alertId}`, token, json: { status } });
}

async function seat(person: Person = 'sandboxAgent'): Promise<Page> {
  const page = await stage.visit();
  await measureSound(page);
  await signInAt(page, `${stage.url}/portal`, person);
  return page;
}

async function switchOn(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Sound: off' }).click();
  await page.getByRole('switch', { name: 'Sound for new incidents' }).click();
  await page.getByText('On. The browser plays it.').waitFor();
  await page.keyboard.press('Escape');
}

/** Loads the page anew. What asks a page something counts as a touch of it, so nothing is asked before its sound began. */
async function reload(page: Page): Promise<void> {
  const begun = whenSoundBegins(page);
  await page.reload();
  await begun;
}

const ringing = (page: Page) => page.getByTestId('ringing');
const silenced = (page: Page) => page.getByTestId('sound-silenced');

it('an alert sounds, rings on until it is acknowledged, and is silent from then on', async () => {
  const page = await seat();
  const before = await sendAlert(stage.url, { phone: newCaller().number });
  assert.equal((await heardOn(page)).state, null, 'off to begin with');
  await switchOn(page);
  await ringing(page).getByText('Burglary').waitFor();
  const { gain } = await whenHeard(page, 2);
  assert.ok(Math.abs(gain - USUAL_GAIN) < 0.001, `${gain}`);
  await assertSound(page, 'a page that rings, dark');
  await page.getByRole('button', { name: 'Use the light theme' }).click();
  await assertSound(page, 'a page that rings, light');
  await page.keyboard.press('Shift+S');
  await ringing(page).waitFor({ state: 'detached' });
  assert.equal((await overOnePattern(page)).peak, 0);
  await move(before, 'DISPATCH_REQUESTED');
  await ringing(page).getByText('Dispatch Requested').waitFor();
  await forgetHeard(page);
  await whenHeard(page);
  await move(before, 'CANCELED');
  await ringing(page).waitFor({ state: 'detached' });
  assert.equal((await overOnePattern(page)).peak, 0, 'an end is silent');
});

it('a page that was loaded anew says that the browser keeps it silent, and plays at the first key what rings then, once', async () => {
  const page = await seat();
  await switchOn(page);
  await reload(page);
  await silenced(page).getByText('Click anywhere or press a key to hear it.').waitFor();
  await page.getByRole('button', { name: 'Sound: silenced' }).waitFor();
  const alerts: string[] = [];
  for (let count = 0; count < 4; count += 1) alerts.push(await sendAlert(stage.url, { phone: newCaller().number }));
  await ringing(page).getByText('and 3 more').waitFor();
  const { state, peak } = await heardOn(page);
  assert.deepEqual({ state, peak }, { state: 'suspended', peak: 0 });
  await assertSound(page, 'a page that is kept silent');
  await page.keyboard.press('End');
  await silenced(page).waitFor({ state: 'detached' });
  const heard = await whenHeard(page);
  assert.ok(heard.peak <= USUAL_GAIN * 1.01, `${heard.peak}: the missed tones play at once`);
  for (const alert of alerts) await move(alert, 'CANCELED');
  await ringing(page).waitFor({ state: 'detached' });
  await reload(page);
  await silenced(page).waitFor();
  const missed = await sendAlert(stage.url, { phone: newCaller().number });
  await ringing(page).waitFor();
  await move(missed, 'CANCELED');
  await ringing(page).waitFor({ state: 'detached' });
  await page.keyboard.press('End');
  await silenced(page).waitFor({ state: 'detached' });
  assert.equal((await overOnePattern(page)).peak, 0, 'what is over is not made up for');
});

it('it rings on every page of the portal, as loud as the seat has it', async () => {
  const page = await seat('sandboxAdmin');
  await switchOn(page);
  await page.getByRole('button', { name: 'Sound: on' }).click();
  await page.getByRole('slider').focus();
  await page.keyboard.press('End');
  await page.getByText('Volume at this seat: 100 %').waitFor();
  await page.keyboard.press('Escape');
  const { number } = newCaller();
  const shown = await sendAlert(stage.url, { phone: number });
  const alert = await sendAlert(stage.url, { phone: newCaller().number, type: 'FIRE' });
  for (const path of [
    '/portal',
    `/portal/incidents/${shown.replace('alert-', '')}`,
    `/portal/search?query=${encodeURIComponent(number)}`,
    '/portal/admin/users',
    '/portal/device',
  ]) {
    await page.goto(`${stage.url}${path}`);
    await ringing(page).waitFor();
    await page.keyboard.press('End');
    const { gain, peak } = await whenHeard(page);
    assert.ok(gain > 0.79 && peak > 0.6, `${path}: gain ${gain}, peak ${peak}`);
  }
  await page.goto(`${stage.url}/portal`);
  await ringing(page).getByRole('link', { name: 'Fire' }).click();
  await page.getByRole('heading', { name: 'Fire' }).waitFor();
  await ringing(page).getByText('Fire').waitFor({ state: 'detached' });
  await page.keyboard.press('Shift+S');
  for (const each of [shown, alert]) await move(each, 'CANCELED');
});

it("a call sounds once, and a deeplink's page rings for what becomes of its alert", async () => {
  const page = await seat();
  await switchOn(page);
  const token = await clientToken(stage.url, 'sandbox-call-handling');
  await forgetHeard(page);
  await expectJson(stage.url, 201, {
    method: 'POST',
    path: '/api/incidents',
    token,
    json: { call: { caller_phone_number: newCaller().number } },
  });
  await whenHeard(page);
  assert.equal(await ringing(page).count(), 0);
  assert.equal((await overOnePattern(page)).rounds <= 1, true);
  const { number } = newCaller();
  const alert = await sendAlert(stage.url, { phone: number });
  const deeplink = await page.context().newPage();
  await measureSound(deeplink);
  await deeplink.goto(await newDeeplink(stage.url, { query: number, view: 'cards' }));
  await deeplink.getByRole('article').waitFor();
  await deeplink.keyboard.press('End');
  assert.equal(await ringing(deeplink).count(), 0, 'who opened it has seen it');
  await move(alert, 'DISPATCH_REQUESTED');
  await ringing(deeplink).getByText('Dispatch Requested').waitFor();
  await whenHeard(deeplink);
  await move(alert, 'CANCELED');
  await ringing(deeplink).waitFor({ state: 'detached' });
});
