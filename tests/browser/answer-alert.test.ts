import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import { eventually } from '../../packages/testing/src/barrier.ts';
import { expectJson } from '../e2e/http-client.ts';
import { clientToken, signIn } from '../e2e/sandbox.ts';
import { newCaller, newDeeplink, sendAlert } from './alerts.ts';
import { assertSoundInBothThemes } from './axe.ts';
import { signInAt } from './people.ts';
import { settles } from './settles.ts';
import { openStage } from './stage.ts';

const stage = await openStage();

/** The sandbox's alarm company, as its program sees one alert. */
async function centralStation(alertId: string) {
  const token = await clientToken(stage.url, 'sandbox-alarm');
  const path = `/v1/alerts/${alertId}`;
  return {
    change: (json: object) => expectJson(stage.url, 200, { method: 'PATCH', path, token, json }),
    state: (message: string, message_type = 'CHAT_MESSAGE') =>
      expectJson(stage.url, 200, {
        method: 'POST',
        path: `${path}/log_messages`,
        token,
        json: { message, message_type },
      }),
    read: () => expectJson<Record<'status' | 'disposition', { name: string }>>(stage.url, 200, { path, token }),
    async received() {
      const { log_messages } = await expectJson<{ log_messages: { message: string }[] }>(stage.url, 200, {
        path: `${path}/log_messages`,
        token,
      });
      return log_messages.map(({ message }) => message);
    },
  };
}

const idOf = (alertId: string) => alertId.replace('alert-', '');
const deadline = (page: Page) => page.getByRole('timer', { name: 'Time left to accept' });
const secondsOf = async (page: Page) => {
  const [minutes = 0, seconds = 0] = ((await deadline(page).textContent()) ?? '').split(':').map(Number);
  return minutes * 60 + seconds;
};
const talk = (page: Page) => page.getByRole('log', { name: 'Log' });
const message = (page: Page) => page.getByRole('textbox', { name: 'Message to Sandbox Alarm Company' });

/** An agency's dispatcher elsewhere, by the API. */
async function otherDispatcher(alertId: string, json: object): Promise<void> {
  const jar = await signIn(stage.url, 'sandboxAdmin');
  await expectJson(stage.url, 200, { method: 'PATCH', path: `/api/incidents/${idOf(alertId)}/alert`, jar, json });
}

it('an alert arrives, is accepted, chatted on and disposed of, and its sender reads all of it', async () => {
  const page = await stage.visit({ theme: 'dark' });
  await signInAt(page, `${stage.url}/portal`, 'sandboxAgent');
  const alertId = await sendAlert(stage.url, { phone: newCaller().number, description: 'Rear door' });
  const station = await centralStation(alertId);
  await page.locator('a[data-row]').filter({ hasText: 'Rear door' }).click();
  await page.getByText('Sandbox Alarm Company has not asked for dispatch.').waitFor();
  assert.equal(await deadline(page).count(), 0);

  await station.change({ status: 'DISPATCH_REQUESTED' });
  await page.getByText('asks for dispatch and waits for your answer').waitFor();
  const before = await secondsOf(page);
  assert.ok(before > 0 && before <= 46, `${before} s`);
  await eventually(async () => (await secondsOf(page)) < before);
  await page.getByTestId('spoken-deadline').getByText('seconds left to accept.').waitFor({ state: 'attached' });
  await assertSoundInBothThemes(page, 'an alert that waits for its answer');

  await page.getByRole('button', { name: /^Accept/ }).click();
  await page.getByText('Accepted. No unit has been reported yet.').waitFor();
  await settles(() => deadline(page).count(), 0);
  await settles(() => page.getByRole('button', { name: /^(Accept|Decline)/ }).count(), 0);
  await page.locator('#alert-title:focus').waitFor();
  assert.equal((await station.read()).status.name, 'ACCEPTED');

  await message(page).fill('Which door do we');
  await station.state('The customer is on site');
  await talk(page).getByText('The customer is on site').waitFor();
  await station.state('Second sensor', 'MULTI_TRIP_SIGNAL');
  await talk(page).getByText('Further signal').waitFor();
  assert.equal(await message(page).inputValue(), 'Which door do we', 'events leave alone what is being typed');
  await message(page).press('End');
  await page.keyboard.type(' take?');
  await page.keyboard.press('Enter');
  const own = talk(page).locator('li[data-side=psap]').filter({ hasText: 'Which door do we take?' });
  await own.getByText('agent@sandbox.test').waitFor();
  await settles(() => message(page).inputValue(), '');
  const [ownBox, theirBox] = [
    await own.boundingBox(),
    await talk(page).getByText('The customer is on site').boundingBox(),
  ];
  assert.ok((ownBox?.x ?? 0) + (ownBox?.width ?? 0) > (theirBox?.x ?? 0) + (theirBox?.width ?? 0));

  const dispositions = page.getByRole('group', { name: 'Set disposition' });
  await settles(() => dispositions.getByRole('button').first().textContent(), 'Dispatched');
  await dispositions.getByRole('button', { name: 'Dispatched' }).click();
  await page.getByText('Accepted. Dispatched.').waitFor();
  await settles(() => dispositions.getByRole('button').first().textContent(), 'En Route');
  await assertSoundInBothThemes(page, 'an alert on its way');
  await dispositions.getByRole('button', { name: 'Closed' }).click();
  await page.getByText('The alert has ended; messages still reach its sender.').waitFor();
  await dispositions.waitFor({ state: 'detached' });
  assert.equal((await station.read()).disposition.name, 'CLOSED');
  assert.deepEqual(await station.received(), [
    'Dispatch Requested',
    'Received',
    'The customer is on site',
    'Second sensor',
    'Which door do we take?',
    'Dispatched',
    'Closed',
  ]);
  const last = talk(page).locator('li').last();
  await last.getByText('Closed').waitFor();
  const endOf = (box: Awaited<ReturnType<Locator['boundingBox']>>) => (box?.y ?? 0) + (box?.height ?? 0);
  const isEndInView = async () => endOf(await last.boundingBox()) <= endOf(await talk(page).boundingBox());
  await settles(isEndInView, true);
  await assertSoundInBothThemes(page, 'a closed alert');
});

it('declining asks for a reason and offers the common ones', async () => {
  const alertId = await sendAlert(stage.url, { phone: newCaller().number });
  const page = await stage.visit({ theme: 'dark' });
  await signInAt(page, `${stage.url}/portal/incidents/${idOf(alertId)}`, 'sandboxAgent');
  await page.getByRole('button', { name: /^Decline/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Decline this alert' });
  const decline = dialog.getByRole('button', { name: 'Decline', exact: true });
  await dialog.getByRole('textbox', { name: 'Reason' }).waitFor();
  // A reason is 1 character at least.
  await settles(() => decline.isDisabled(), true);
  await assertSoundInBothThemes(page, 'declining');
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('x'.repeat(120));
  await settles(() => dialog.getByRole('textbox', { name: 'Reason' }).inputValue(), 'x'.repeat(100));
  await dialog.getByText('Not our jurisdiction').click();
  await decline.click();
  await page.getByText('Declined: Not our jurisdiction', { exact: true }).first().waitFor();
  await dialog.waitFor({ state: 'detached' });
  assert.equal((await (await centralStation(alertId)).read()).status.name, 'DECLINED');
});

it('the incidents put what waits for an answer first, with the time it has left', async () => {
  const earlier = await sendAlert(stage.url, { phone: newCaller().number, description: 'Earlier' });
  const later = await sendAlert(stage.url, { phone: newCaller().number, type: 'TEST_FIRE', description: 'A drill' });
  const page = await stage.visit({ theme: 'dark' });
  await signInAt(page, `${stage.url}/portal`, 'sandboxAgent');
  const first = page.locator('a[data-row]').first();
  await page.getByTestId('test-tag').first().waitFor();
  await page.getByText('gravest first').waitFor();
  await (await centralStation(earlier)).change({ status: 'DISPATCH_REQUESTED' });
  await first.getByText('Earlier').waitFor();
  await first.getByText(/^0:\d\d left$/).waitFor();
  await page.locator('main').getByText('1 alert waits for an answer').waitFor();
  await settles(() => page.title(), '(1) Incidents · Sallyport');
  await (await centralStation(later)).change({ status: 'DISPATCH_REQUESTED' });
  await page.locator('main').getByText('2 alerts wait for an answer').waitFor();
  await first.getByText('Earlier').waitFor();
  await assertSoundInBothThemes(page, 'incidents that wait');
  await otherDispatcher(earlier, { status: 'ACCEPTED', disposition: 'DISPATCHED' });
  await first.getByTestId('test-tag').waitFor();
  const answered = page.locator('a[data-row]').filter({ hasText: 'Earlier' });
  await answered.getByText('Dispatched', { exact: true }).waitFor();
  await otherDispatcher(later, { status: 'DECLINED', decline_reason: 'A drill' });
  await page.getByText('gravest first').waitFor();
});

it('what begins to wait is seen and stated on another page', async () => {
  const shown = await sendAlert(stage.url, { phone: newCaller().number });
  const alertId = await sendAlert(stage.url, { phone: newCaller().number });
  const page = await stage.visit();
  const read = page.waitForResponse(/waiting=only/);
  await signInAt(page, `${stage.url}/portal/incidents/${idOf(shown)}`, 'sandboxAgent');
  await read;
  await (await centralStation(alertId)).change({ status: 'DISPATCH_REQUESTED' });
  await page.getByTestId('waiting-count').getByText('1').waitFor();
  await page.getByRole('navigation', { name: 'Main' }).getByRole('status').getByText('1 alert waits').waitFor();
  await otherDispatcher(alertId, { status: 'ACCEPTED' });
  await page.getByTestId('waiting-count').waitFor({ state: 'detached' });
});

it('an alert that waits again after its time stands first, however many came after it', async () => {
  const alertId = await sendAlert(stage.url, { phone: newCaller().number, description: 'Requested once more' });
  const { number } = newCaller();
  for (let count = 0; count < 51; count += 1) await sendAlert(stage.url, { phone: number });
  const page = await stage.visit();
  await signInAt(page, `${stage.url}/portal`, 'sandboxAgent');
  const active = page.getByRole('list', { name: 'Incidents' });
  await active.getByText('Requested once more').waitFor();
  await settles(() => page.locator('a[data-row]').first().getByText('Requested once more').count(), 0);
  await (await centralStation(alertId)).change({ status: 'DISPATCH_REQUESTED' });
  await page.locator('a[data-row]').first().getByText('Requested once more').waitFor();
  await otherDispatcher(alertId, { status: 'DECLINED', decline_reason: 'Answered' });
  await active.getByText('Requested once more').waitFor({ state: 'detached' });
  await page.getByRole('list', { name: 'Ended' }).getByText('Requested once more').waitFor();
});

it("an administrator states how long the agency has, and keeps tests out of people's lists", async () => {
  await sendAlert(stage.url, { phone: newCaller().number, type: 'TEST_FIRE' });
  const page = await stage.visit();
  await signInAt(page, `${stage.url}/portal/admin/alerts`, 'sandboxAdmin');
  await page.getByLabel('This agency has its own time').check();
  await page.getByRole('textbox', { name: 'Seconds to accept an alert' }).fill('120');
  await page.getByLabel('Keep test alerts out').check();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Alert settings saved.').waitFor();
  await page.getByRole('link', { name: 'Incidents' }).click();
  await page.locator('a[data-row]').first().waitFor();
  await settles(() => page.getByTestId('test-tag').count(), 0);
  const alertId = await sendAlert(stage.url, { phone: newCaller().number });
  await (await centralStation(alertId)).change({ status: 'DISPATCH_REQUESTED' });
  await page
    .locator('a[data-row]')
    .first()
    .getByText(/^(2:00|1:\d\d) left$/)
    .waitFor();
  await page.goto(`${stage.url}/portal/admin/alerts`);
  await page.getByLabel('This agency has its own time').uncheck();
  await page.getByLabel('Keep test alerts out').uncheck();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Alert settings saved.').waitFor();
  const jar = await signIn(stage.url, 'sandboxAdmin');
  assert.deepEqual(await expectJson(stage.url, 200, { path: '/api/alert-settings', jar }), {
    accept_within_seconds: null,
    hides_test_alerts: false,
    sensitive_cards: [],
  });
});

it('the keyboard accepts, and not while something is typed', async () => {
  const alertId = await sendAlert(stage.url, { phone: newCaller().number });
  const page = await stage.visit();
  await signInAt(page, `${stage.url}/portal/incidents/${idOf(alertId)}`, 'sandboxAgent');
  await page.getByRole('button', { name: /^Accept/ }).waitFor();
  await page.keyboard.press('Shift+M');
  await message(page).and(page.locator(':focus')).waitFor();
  await page.keyboard.type('All Clear');
  await settles(() => message(page).inputValue(), 'All Clear');
  await page.locator('#incident-title').click();
  await page.keyboard.press('Shift+D');
  await page.getByRole('dialog', { name: 'Decline this alert' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.keyboard.press('Shift+A');
  await page.getByText('Accepted. No unit has been reported yet.').waitFor();
});

it('whoever was second is notified who was first, and sees the new state at once', async () => {
  const alertId = await sendAlert(stage.url, { phone: newCaller().number });
  const page = await stage.visit({ expected: ['409 /api/incidents'] });
  // The page receives of nothing until it was refused: no socket, and what it reads arrives after the refusal.
  await page.routeWebSocket(/\/api\/incidents\/stream/, (socket) => void socket.close());
  await signInAt(page, `${stage.url}/portal/incidents/${idOf(alertId)}`, 'sandboxAgent');
  await page.getByRole('button', { name: /^Accept/ }).waitFor();
  const refused = page.waitForResponse((answer) => answer.status() === 409);
  await page.route(`**/api/incidents/${idOf(alertId)}`, async (route) => {
    await refused;
    await route.continue();
  });
  await otherDispatcher(alertId, { status: 'ACCEPTED' });
  await page.getByRole('button', { name: /^Accept/ }).click();
  await refused;
  const refusal = page.getByRole('alert').filter({ hasText: 'The alert had changed already' });
  await refusal.getByText('Received, admin@sandbox.test of Sandbox County 9-1-1.').waitFor();
  await page.getByText('Accepted. No unit has been reported yet.').waitFor();
  await settles(() => page.getByRole('button', { name: /^Accept/ }).count(), 0);
  await page.getByRole('group', { name: 'Set disposition' }).waitFor();
});

it('a deadline that passes is seen, and a dialog that is open then states that it is too late', async () => {
  const jar = await signIn(stage.url, 'sandboxAdmin');
  const json = { accept_within_seconds: 5 };
  await expectJson(stage.url, 200, { method: 'PATCH', path: '/api/alert-settings', jar, json });
  const alertId = await sendAlert(stage.url, { phone: newCaller().number });
  const page = await stage.visit();
  await signInAt(page, `${stage.url}/portal/incidents/${idOf(alertId)}`, 'sandboxAgent');
  await page.getByRole('button', { name: /^Decline/ }).click();
  await page.getByRole('textbox', { name: 'Reason' }).fill('No units');
  await (await centralStation(alertId)).change({ status: 'DISPATCH_REQUESTED' });
  await page.getByText('It can no longer be declined').waitFor();
  assert.equal(await page.getByRole('textbox', { name: 'Reason' }).inputValue(), 'No units');
  await page.keyboard.press('Escape');
  await page.getByText('Nobody answered in time. Sandbox Alarm Company may ask for dispatch again.').waitFor();
  await settles(() => page.getByRole('button', { name: /^Accept/ }).count(), 0);
  const reset = { accept_within_seconds: null };
  await expectJson(stage.url, 200, { method: 'PATCH', path: '/api/alert-settings', jar, json: reset });
});

it("a deeplink's page answers as its person may, also in a CAD's panel", async () => {
  const caller = newCaller();
  const alertId = await sendAlert(stage.url, { phone: caller.number });
  const page = await stage.visit({ size: { width: 430, height: 900 } });
  await page.goto(await newDeeplink(stage.url, { query: caller.number, view: 'cards' }));
  await page.getByRole('button', { name: /^Accept/ }).click();
  await page.getByText('Accepted. No unit has been reported yet.').waitFor();
  await message(page).fill('Units are on the way');
  await page.getByRole('button', { name: 'Send' }).click();
  await talk(page).getByText('Units are on the way').waitFor();
  assert.ok((await (await centralStation(alertId)).received()).includes('Units are on the way'));
});
