import assert from 'node:assert/strict';
import { after, it } from 'node:test';
import type { Page } from 'playwright-core';
import { runCommand } from '../../packages/testing/src/gateway-process.ts';
import { assertSound } from '../browser/axe.ts';
import { signInAt } from '../browser/people.ts';
import { settles } from '../browser/settles.ts';
import { openStage } from '../browser/stage.ts';
import { expectJson } from '../e2e/http-client.ts';
import { startLivekit } from './livekit-process.ts';
import { CHROMIUM_ARGS, join, sendTone, TONE_HERTZ } from './participant.ts';

const livekit = await startLivekit();
after(() => livekit.kill());
const stage = await openStage(CHROMIUM_ARGS, livekit.env);

/** A client that may speak in calls; registered once. */
let bridge: Promise<string> | undefined;
function bridgeToken(): Promise<string> {
  bridge ??= (async () => {
    const own = [
      '--id',
      'line-bridge',
      '--name',
      'Line bridge',
      '--agency',
      'sandbox-county',
      '--kind',
      'call_handling',
    ];
    const scopes = ['--scopes', 'incident_events,incidents:write', '--data-dir', stage.gateway.dataDir];
    const { output } = await runCommand(['client', 'add', ...own, ...scopes]);
    const secret = /client_secret +(\S+)/.exec(output)?.[1] ?? '';
    const form = { grant_type: 'client_credentials', client_id: 'line-bridge', client_secret: secret };
    const issued = { method: 'POST', path: '/oauth/token', form };
    return (await expectJson<{ access_token: string }>(stage.url, 200, issued)).access_token;
  })();
  return bridge;
}

async function post<T>(status: number, path: string, json: object): Promise<T> {
  return expectJson<T>(stage.url, status, { method: 'POST', path, token: await bridgeToken(), json });
}

/** The loudest frequency that the page plays, in hertz, once it stands out. */
async function loudestPlayed(page: Page): Promise<number> {
  const heard = await page.waitForFunction(async () => {
    const source = document.querySelector('audio')?.srcObject;
    if (!(source instanceof MediaStream)) return 0;
    const audio = new AudioContext();
    const spectrum = new AnalyserNode(audio, { fftSize: 4096 });
    audio.createMediaStreamSource(source).connect(spectrum);
    await new Promise((resolve) => setTimeout(resolve, 500));
    const bins = new Float32Array(spectrum.frequencyBinCount);
    spectrum.getFloatFrequencyData(bins);
    const loudest = bins.indexOf(Math.max(...bins));
    const isLoud = (bins[loudest] ?? Number.NEGATIVE_INFINITY) > -40;
    const hertz = (loudest * audio.sampleRate) / spectrum.fftSize;
    await audio.close();
    return isLoud && hertz;
  });
  return Number(await heard.jsonValue());
}

for (const theme of ['dark', 'light'] as const) {
  it(`plays a call's audio on its page, says who is on the line, and stops with the call, ${theme}`, async () => {
    const { id } = await post<{ id: string }>(201, '/api/incidents', { call: { caller_phone_number: '+15555550161' } });
    const page = await stage.visit({ theme, hosts: [livekit.httpUrl] });
    const loaded: string[] = [];
    page.on('request', (request) => loaded.push(request.url()));
    await signInAt(page, `${stage.url}/portal/incidents/${id}`, 'sandboxAgent');
    const panel = page.getByRole('region', { name: 'Live audio' });
    await panel.getByRole('button', { name: 'Listen' }).waitFor();
    assert.ok(!loaded.some((url) => url.includes('listening-room')), 'LiveKit is loaded when somebody listens');
    await assertSound(page, `before listening, ${theme}`);

    const path = `/v1/incident_events/${id}/stream_token`;
    const { stream_token } = await post<{ stream_token: string }>(200, path, { participant_id: 'position-4' });
    const speaker = await join(stage.browser, livekit, stream_token);
    await sendTone(speaker);
    await panel.getByRole('button', { name: 'Listen' }).click();
    await panel.getByRole('list', { name: 'On the line' }).getByText('position-4').waitFor();
    const hertz = await loudestPlayed(page);
    assert.ok(Math.abs(hertz - TONE_HERTZ) < 25, `heard ${hertz} Hz`);
    await assertSound(page, `while listening, ${theme}`);

    await panel.getByRole('button', { name: 'Stop listening' }).click();
    await panel.getByText('This call has live audio.').waitFor();
    await settles(() => page.locator('audio').count(), 0);
    await panel.getByRole('button', { name: 'Listen' }).click();
    await panel.getByText('Listening.').waitFor();
    await post(200, `/api/incidents/${id}/end`, {});
    await panel.waitFor({ state: 'detached' });
    await page.getByRole('article').getByText('Ended').first().waitFor();
    await speaker.close();
  });
}

it('says that the audio server cannot be reached, and tries again when asked', async () => {
  const { id } = await post<{ id: string }>(201, '/api/incidents', { call: { caller_phone_number: '+15555550162' } });
  const page = await stage.visit({
    hosts: [livekit.httpUrl],
    tolerated: ['ERR_CONNECTION_REFUSED', 'WebSocket', 'connect'],
  });
  await signInAt(page, `${stage.url}/portal/incidents/${id}`, 'sandboxAgent');
  const panel = page.getByRole('region', { name: 'Live audio' });
  await livekit.kill();
  await panel.getByRole('button', { name: 'Listen' }).click();
  await panel.getByText('The audio server cannot be reached from this workstation.').waitFor();
  await livekit.start();
  await panel.getByRole('button', { name: 'Listen' }).click();
  await panel.getByText('Listening. Nobody else is on the line.').waitFor();
});
