import assert from 'node:assert/strict';
import { it } from 'node:test';
import { expectJson, send } from '../e2e/http-client.ts';
import { clientToken, signIn } from '../e2e/sandbox.ts';
import { newCaller, newDeeplink, sendAlert } from './alerts.ts';
import { callHandlingOf, cardsOf, whenLive } from './live-page.ts';
import { signInAt } from './people.ts';
import { openStage } from './stage.ts';

// Without a graphics card Chromium draws WebGL on the processor, frames of which take longer than what is measured here.
const stage = await openStage(['--disable-3d-apis']);
const WITHIN_A_SECOND = { timeout: 1_000 };
const { equip, openCall, note } = callHandlingOf(stage.url);

it('shows on an open incident within a second what the call states next', async () => {
  const { id } = await openCall(newCaller().number);
  const page = await stage.visit();
  await whenLive(page, () => signInAt(page, `${stage.url}/portal/incidents/${id}`, 'sandboxAgent'));
  await page.getByRole('article').waitFor();
  await note(id, 'Smoke on the third floor');
  await cardsOf(page).getByText('Smoke on the third floor').waitFor(WITHIN_A_SECOND);
  await equip(`/api/incidents/${id}/locations`, { latitude: 40.75, longitude: -73.98, uncertainty_radius: 12 });
  await page.getByTestId('location-position').getByText('40.750000, -73.980000').waitFor(WITHIN_A_SECOND);
  // The call's first position loads the map's code, 1 MB, and the page is busy reading it.
  await page.getByTestId('uncertainty-circle').waitFor();
  const token = await clientToken(stage.url, 'sandbox-call-handling');
  await send(stage.url, { method: 'POST', path: `/api/incidents/${id}/end`, token, json: {} });
  await page.getByRole('article').getByText('Ended').first().waitFor(WITHIN_A_SECOND);
});

it('puts a new incident on the queue and on a search within a second, and asks for nothing in between', async () => {
  const caller = newCaller();
  await sendAlert(stage.url, { phone: newCaller().number });
  const queue = await stage.visit();
  await whenLive(queue, () => signInAt(queue, `${stage.url}/portal`, 'sandboxAgent'));
  const deeplink = await stage.visit();
  await whenLive(deeplink, async () => deeplink.goto(await newDeeplink(stage.url, { query: caller.number })));
  await deeplink.getByRole('heading', { name: `Waiting for ${caller.text}` }).waitFor();
  const asked: string[] = [];
  for (const page of [queue, deeplink]) {
    // What was read before the socket stated where it stands is read once more.
    await page.waitForLoadState('networkidle');
    page.on('request', (request) => {
      const { pathname } = new URL(request.url());
      // A seat states every 6 s that it is at work.
      if (!pathname.startsWith('/api/seats/')) asked.push(pathname);
    });
  }
  // Longer than the polling that a page without a socket does.
  await queue.waitForTimeout(4_000);
  assert.deepEqual(asked, []);
  await sendAlert(stage.url, { phone: caller.number, type: 'FIRE', description: 'Smoke in the stairwell' });
  await Promise.all([
    queue.locator('a[data-row]').first().getByText('Smoke in the stairwell').waitFor(WITHIN_A_SECOND),
    deeplink.locator('#incident-title').getByText('Fire').waitFor(WITHIN_A_SECOND),
  ]);
  await queue.getByTestId('arrival-announcer').getByText('New incident: Fire').waitFor();
});

it('puts the data away when the session is ended elsewhere', async () => {
  const page = await stage.visit({ tolerated: ['401 ', 'WebSocket'] });
  await whenLive(page, () => signInAt(page, `${stage.url}/portal`, 'sandboxAgent'));
  const jar = await signIn(stage.url, 'sandboxAdmin');
  const { users } = await expectJson<{ users: { id: string; email: string }[] }>(stage.url, 200, {
    path: '/api/users',
    jar,
  });
  const { id } = users.find(({ email }) => email === 'agent@sandbox.test') ?? { id: '' };
  await send(stage.url, { method: 'POST', path: `/api/users/${id}/end-sessions`, jar });
  await page.getByRole('heading', { name: 'Sign in' }).waitFor({ timeout: 2_000 });
});
