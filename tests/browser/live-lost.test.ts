import assert from 'node:assert/strict';
import { after, it } from 'node:test';
import { type GatewayProcess, startGatewayProcess } from '../../packages/testing/src/gateway-process.ts';
import { newCaller, sendAlert } from './alerts.ts';
import { callHandlingOf, cardsOf, STREAM, whenLive } from './live-page.ts';
import { signInAt } from './people.ts';
import { openStage } from './stage.ts';

// As in `live.timed.test.ts`, where what takes a second is measured.
const stage = await openStage(['--disable-3d-apis']);
const { openCall, note } = callHandlingOf(stage.url);

it('polls where sockets cannot be had, and states it', async () => {
  const page = await stage.visit();
  await page.routeWebSocket(STREAM, (socket) => void socket.close());
  await signInAt(page, `${stage.url}/portal`, 'sandboxAgent');
  await page.getByText('Reconnecting to live updates. Until then this page is renewed every 3 s.').waitFor();
  await sendAlert(stage.url, { phone: newCaller().number, description: 'Panel of the annex' });
  await page.locator('a[data-row]').getByText('Panel of the annex').waitFor();
});

let restarted: GatewayProcess | undefined;
after(() => restarted?.stop());

it('states since when it is out of date while the server is gone, and catches up by itself', async () => {
  const { id } = await openCall(newCaller().number);
  const page = await stage.visit({ tolerated: ['ERR_CONNECTION', 'WebSocket', '503 '] });
  await whenLive(page, () => signInAt(page, `${stage.url}/portal/incidents/${id}`, 'sandboxAgent'));
  await note(id, 'Before the outage');
  await cardsOf(page).getByText('Before the outage').waitFor();
  await stage.gateway.kill('SIGKILL');
  await page
    .getByText(/No update since \d\d:\d\d:\d\d UTC(?:[+-]\d+(?::\d\d)?)?\. What you see may be old\. Trying again …/)
    .waitFor();
  assert.equal(await cardsOf(page).getByText('Before the outage').count(), 1, 'the data stays');
  const { dataDir } = stage.gateway;
  restarted = await startGatewayProcess({ dataDir, port: Number(new URL(stage.url).port) });
  await note(id, 'After the outage');
  await cardsOf(page).getByText('After the outage').waitFor();
  await page.getByText('What you see may be old').waitFor({ state: 'detached' });
});
