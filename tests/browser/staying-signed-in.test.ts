import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Page } from 'playwright-core';
import { expectJson } from '../e2e/http-client.ts';
import { PEOPLE, signIn } from '../e2e/sandbox.ts';
import { openStoredRows } from '../e2e/stored-rows.ts';
import { newCaller, sendAlert } from './alerts.ts';
import { assertSound } from './axe.ts';
import { forgetHeard, measureSound, whenHeard } from './heard.ts';
import { signInAt } from './people.ts';
import { settles } from './settles.ts';
import { openStage } from './stage.ts';

const stage = await openStage();
const HOUR_MS = 3_600_000;
const GRACE_MS = 5 * 60_000;
const MINUTE_MS = 60_000;
/** Where the timer was not set yet when the page's clock went on, it is a minute by the machine's. */
const WITHIN = { timeout: 90_000 };

async function choose(values: object): Promise<void> {
  await expectJson(stage.url, 200, {
    method: 'PATCH',
    path: '/api/security-policy?agency_id=sandbox-county',
    jar: await signIn(stage.url, 'operator'),
    json: values,
  });
}

/** Lets so much time pass for every open session, as if the clock had been moved. */
async function age(milliseconds: number): Promise<void> {
  const rows = await openStoredRows(stage.gateway, undefined, { isWriting: true });
  await rows.all(
    `UPDATE portal_sessions SET created_at = created_at - ${milliseconds}, factor_at = NULL, password_at = NULL, active_at = NULL RETURNING user_id`,
  );
  await rows.close();
}

const question = (page: Page) => page.getByRole('dialog', { name: 'Confirm that it is you' });

/** The question, which comes because the page reads its session each minute: its clock goes on by so much. */
async function isAsked(page: Page): Promise<void> {
  await page.clock.fastForward(MINUTE_MS);
  await question(page).waitFor(WITHIN);
}

/** Nothing of it goes beyond the window. */
async function fitsAt(page: Page, width: number): Promise<void> {
  await page.setViewportSize({ width, height: 800 });
  await settles(() => page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), true);
}

it('at twelve hours the page asks in place for one factor while an alert rings, and nothing on it is lost', async () => {
  await choose({ recheck_hours: 12 });
  const [, password] = PEOPLE.sandboxAgent;
  const alertId = await sendAlert(stage.url, { phone: newCaller().number });
  const address = `${stage.url}/portal/incidents/${alertId}`;
  const page = await stage.visit({
    tolerated: ['403 /api/'],
    expected: ['401 /api/session/factor/password'],
  });
  await page.clock.install();
  await measureSound(page);
  await signInAt(page, address, 'sandboxAgent');
  await page.getByRole('button', { name: 'Sound: off' }).click();
  await page.getByRole('switch', { name: 'Sound for new incidents' }).click();
  await page.keyboard.press('Escape');
  const note = page.getByRole('textbox', { name: 'Note' });
  await note.fill('Caller is in the blue shed');

  await age(12 * HOUR_MS);
  await isAsked(page);
  await assertSound(page, 'confirming at twelve hours');
  await question(page).getByRole('button', { name: 'Not now' }).click();
  await question(page).waitFor({ state: 'detached' });
  await note.pressSequentially(', behind the barn');

  await age(GRACE_MS);
  await isAsked(page);
  await question(page).getByRole('button', { name: 'Sign out' }).waitFor();
  assert.equal(await question(page).getByRole('button', { name: 'Not now' }).count(), 0);
  await page.keyboard.press('Escape');
  await forgetHeard(page);
  await sendAlert(stage.url, { phone: newCaller().number, type: 'FIRE' });
  const ringing = question(page).getByRole('alert', { name: 'Ringing meanwhile' });
  await ringing.getByText('Fire').waitFor();
  await whenHeard(page);
  assert.equal((await page.getByText('Jordan Rivera').count()) > 0, true, 'what was on the page stays');
  assert.equal(await ringing.getByText('Jordan Rivera').count(), 0);
  await assertSound(page, 'a locked session that rings, dark');
  for (const width of [360, 480, 1440]) await fitsAt(page, width);

  const field = question(page).getByLabel('Your password');
  await field.fill('not the password');
  await page.keyboard.press('Enter');
  await question(page).getByText('The password is wrong').waitFor();
  await field.fill(password);
  await page.keyboard.press('Enter');
  await question(page).waitFor({ state: 'detached' });
  assert.equal(page.url(), address);
  await settles(() => note.inputValue(), 'Caller is in the blue shed, behind the barn');
  await note.press('Enter');
  await settles(() => note.inputValue(), '');
  await page.getByText('Caller is in the blue shed, behind the barn').first().waitFor();
});

it('a page nobody used is dimmed, rings on and opens by one factor; a dispatch position is not locked', async () => {
  await choose({ recheck_hours: null, idle_lock_minutes: 30 });
  const [, password] = PEOPLE.sandboxAdmin;
  const page = await stage.visit({ theme: 'light', tolerated: ['403 /api/'] });
  await page.clock.install();
  await signInAt(page, `${stage.url}/portal`, 'sandboxAdmin');
  const row = page.locator('a[data-row]').filter({ hasText: 'Gate 4' });
  await sendAlert(stage.url, { phone: newCaller().number, description: 'Gate 4' });
  await row.waitFor();
  await age(HOUR_MS);
  await isAsked(page);
  await question(page).getByText('Nobody used this page for a while.').waitFor();
  const isConcealed = () => row.evaluate((at) => at.closest('[class*="concealed"]') !== null);
  await settles(isConcealed, true);
  // The fire of the test before may still ring.
  await sendAlert(stage.url, { phone: newCaller().number, type: 'MEDICAL' });
  await question(page).getByRole('alert', { name: 'Ringing meanwhile' }).getByText('Medical').waitFor();
  await assertSound(page, 'a page that nobody used, light');
  for (const width of [360, 480, 1440]) await fitsAt(page, width);
  await page.keyboard.press('Escape');
  await question(page).getByLabel('Your password').fill(password);
  await page.keyboard.press('Enter');
  await question(page).waitFor({ state: 'detached' });
  await settles(isConcealed, false);
  await page.locator('a[data-row]').filter({ hasText: 'Medical' }).first().waitFor();

  await page.goto(`${stage.url}/portal/admin/security`);
  await page.getByLabel('Name of this position').fill('Position 3');
  await page.getByRole('button', { name: 'Register this browser' }).click();
  await page.getByRole('rowheader', { name: 'Position 3 (this browser)' }).waitFor();
  await assertSound(page, 'dispatch positions');
  await fitsAt(page, 360);
  await age(HOUR_MS);
  await page.goto(`${stage.url}/portal`);
  await row.waitFor();
  assert.equal(await question(page).count(), 0);
  await page.goto(`${stage.url}/portal/admin/security`);
  await page.getByRole('button', { name: 'End Position 3' }).click();
  await page.getByRole('button', { name: 'End position', exact: true }).click();
  await question(page).waitFor(WITHIN);
});
