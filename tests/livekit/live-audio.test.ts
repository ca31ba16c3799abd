import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { decodeJwt } from 'jose';
import type { Browser } from 'playwright-core';
import { eventually } from '../../packages/testing/src/barrier.ts';
import { type GatewayProcess, runCommand, startGatewayProcess } from '../../packages/testing/src/gateway-process.ts';
import { launchChromium } from '../browser/chromium.ts';
import { expectJson, send } from '../e2e/http-client.ts';
import { clientToken } from '../e2e/sandbox.ts';
import { type LivekitProcess, startLivekit } from './livekit-process.ts';
import { CHROMIUM_ARGS, join, loudestHeard, sendTone, TONE_HERTZ } from './participant.ts';

interface StreamToken {
  stream_token: string;
  url: string;
  expires_in: number;
}

let livekit: LivekitProcess;
let server: GatewayProcess;
let browser: Browser;
/** A client that may say what happens in a call, and so may speak in it. */
let bridge: string;

before(async () => {
  livekit = await startLivekit();
  server = await startGatewayProcess({ env: livekit.env });
  browser = await launchChromium(CHROMIUM_ARGS);
  const own = [
    '--id',
    'audio-bridge',
    '--name',
    'Audio bridge',
    '--agency',
    'sandbox-county',
    '--kind',
    'call_handling',
  ];
  const scopes = ['--scopes', 'incident_events,incidents:write', '--data-dir', server.dataDir];
  const { output } = await runCommand(['client', 'add', ...own, ...scopes]);
  const secret = /client_secret +(\S+)/.exec(output)?.[1] ?? '';
  const form = { grant_type: 'client_credentials', client_id: 'audio-bridge', client_secret: secret };
  const issued = { method: 'POST', path: '/oauth/token', form };
  bridge = (await expectJson<{ access_token: string }>(server.url, 200, issued)).access_token;
});
after(async () => {
  await browser?.close();
  await server?.stop();
  await livekit?.kill();
});

async function openCall(): Promise<string> {
  const json = { call: { caller_phone_number: '+15555550151' } };
  return (
    await expectJson<{ id: string }>(server.url, 201, { method: 'POST', path: '/api/incidents', token: bridge, json })
  ).id;
}

async function streamToken(id: string, participant: string, token?: string): Promise<StreamToken> {
  const path = `/v1/incident_events/${id}/stream_token`;
  const reader = token ?? (await clientToken(server.url, 'sandbox-prepared-events'));
  return expectJson(server.url, 200, { method: 'POST', path, token: reader, json: { participant_id: participant } });
}

async function endCall(id: string): Promise<void> {
  await expectJson(server.url, 200, { method: 'POST', path: `/api/incidents/${id}/end`, token: bridge, json: {} });
}

test('two participants hear a tone in the room of their call; the one who listens may not speak', async () => {
  const id = await openCall();
  const issued = await streamToken(id, 'unit-7');
  assert.deepEqual([issued.url, issued.expires_in], [livekit.url, 300]);
  const claims = decodeJwt(issued.stream_token);
  assert.equal(claims.sub, 'unit-7');
  assert.deepEqual(claims['video'], {
    room: id,
    roomJoin: true,
    canSubscribe: true,
    canPublish: false,
    canPublishSources: ['microphone'],
    canPublishData: false,
    canUpdateOwnMetadata: false,
  });
  const speaker = await join(browser, livekit, (await streamToken(id, 'bridge', bridge)).stream_token);
  const first = await join(browser, livekit, issued.stream_token);
  const second = await join(browser, livekit, (await streamToken(id, 'unit-8')).stream_token);
  await sendTone(speaker);
  for (const listener of [first, second]) {
    const heard = await loudestHeard(listener);
    assert.ok(heard !== null && Math.abs(heard - TONE_HERTZ) < 25, `heard ${heard} Hz`);
  }
  await assert.rejects(sendTone(first), /permission|insufficient|timed? ?out/i);
  for (const page of [speaker, first, second]) await page.close();
});

test('a token opens its own room alone, and a token of another server opens none', async () => {
  const [one, other] = [await openCall(), await openCall()];
  const speaker = await join(browser, livekit, (await streamToken(one, 'bridge', bridge)).stream_token);
  const stranger = await join(browser, livekit, (await streamToken(other, 'unit-7')).stream_token);
  await sendTone(speaker);
  assert.equal(await loudestHeard(stranger, 3_000), null);
  const [header, payload, signature] = (await streamToken(one, 'unit-9')).stream_token.split('.');
  const changed = Buffer.from(
    JSON.stringify({ ...decodeJwt(`${header}.${payload}.${signature}`), video: { room: other, roomJoin: true } }),
  ).toString('base64url');
  await assert.rejects(join(browser, livekit, `${header}.${changed}.${signature}`));
  for (const page of [speaker, stranger]) await page.close();
});

test('the room ends with its call: everybody is sent out, and no new token is given', async () => {
  const id = await openCall();
  const listener = await join(browser, livekit, (await streamToken(id, 'unit-7')).stream_token);
  await endCall(id);
  await listener.waitForFunction(() => document.title === 'disconnected');
  const token = await clientToken(server.url, 'sandbox-prepared-events');
  const path = `/v1/incident_events/${id}/stream_token`;
  const refused = await send(server.url, { method: 'POST', path, token, json: { participant_id: 'unit-7' } });
  assert.equal(refused.status, 409);
  await listener.close();
});

test('a call ends while LiveKit is away, and its room is ended when LiveKit is back', async () => {
  const id = await openCall();
  const issued = await streamToken(id, 'unit-7');
  await livekit.kill();
  await endCall(id);
  await eventually(() => server.output().includes('a room could not be ended'));
  await livekit.start();
  // Whoever still has a token opens the room anew, until the gateway's next try.
  const listener = await join(browser, livekit, issued.stream_token);
  await listener.waitForFunction(() => document.title === 'disconnected');
  await listener.close();
});
