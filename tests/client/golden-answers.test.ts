import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readActive911Webhook, readEnvelope } from '../../packages/client/src/active911/read-answers.ts';
import { readEvent, readAnswer as readPrepared } from '../../packages/client/src/prepared/read-answers.ts';
import {
  readAlertFrame,
  readAnswer as readRapidsos,
  readSubscription,
} from '../../packages/client/src/rapidsos/read-answers.ts';
import { readToken } from '../../packages/client/src/tokens/token.ts';
import { goldenBodies, goldenMessages, QUIRKS, quirked } from './golden-bodies.ts';

/** Parses the plain body and every quirk of it, which must all be the same. */
function assertSame(name: string, body: unknown, read: (value: unknown) => unknown): void {
  const plain = read(body);
  for (const [quirk, change] of Object.entries(QUIRKS)) {
    assert.deepEqual(read(quirked(body, change)), plain, `${name}: ${quirk}`);
  }
}

const FIRST = { sentAt: 1_763_720_100_000, clockSkewMs: 0, refreshToken: null };

test('the answers of the RapidSOS dialect are read alike, however numbers, flags and times are written', () => {
  for (const [route, body] of Object.entries(goldenBodies('rapidsos'))) {
    const read = route.includes('subscriptions') ? readSubscription : readRapidsos;
    assert.deepEqual(read(body), body, route);
    assertSame(route, body, read);
  }
});

test('the answers of the Prepared dialect are read alike', () => {
  for (const [route, body] of Object.entries(goldenBodies('prepared'))) {
    assert.deepEqual(readPrepared(body), body, route);
    assertSame(route, body, readPrepared);
  }
});

test('the answers of the Active911 dialect are read alike, from an envelope of whatever name', () => {
  const routes = Object.entries(goldenBodies('active911')).filter(
    ([route, body]) => route.includes('/api') && !route.includes('/dev/') && body,
  );
  assert.ok(routes.length >= 12);
  for (const [route, body] of routes) {
    const { message } = body as { message: Record<string, unknown> };
    const [payload] = Object.values(message);
    assert.deepEqual(readEnvelope(body), payload, route);
    assert.deepEqual(readEnvelope({ result: 'success', message: { locations: payload } }), payload);
    assertSame(route, body, readEnvelope);
  }
  assert.throws(() => readEnvelope({ result: 'error', message: 'Please specify a valid device_id' }), {
    detail: 'Please specify a valid device_id',
  });
});

test('the events of RapidSOS are one event, from its stream, its webhooks and with a cursor', () => {
  const files = [
    'center-stream',
    'center-resumed-stream',
    'central-station-stream',
    'webhooks',
    'central-station-webhooks',
  ];
  for (const file of files) {
    const messages = goldenMessages(`rapidsos-${file}`);
    for (const message of messages.filter((one) => (one as { event?: string }).event !== 'connection.ending')) {
      const { event_type, ...rest } = message as Record<string, unknown>;
      const streamed = event_type === undefined ? message : { event: event_type, ...rest };
      assert.deepEqual(readAlertFrame(message), streamed, file);
      assertSame(file, message, readAlertFrame);
    }
  }
});

test('the events of Prepared and the webhooks of Active911 are read alike', () => {
  for (const file of ['prepared-stream', 'prepared-webhooks']) {
    for (const message of goldenMessages(file).filter((one) => (one as { type: string }).type !== 'warning')) {
      assert.deepEqual(readEvent(message), message, file);
      assertSame(file, message, readEvent);
    }
  }
  for (const message of goldenMessages('prepared-cad-webhooks')) assertSame('cad', message, readPrepared);
  for (const message of goldenMessages('active911-webhooks')) {
    assert.deepEqual(readActive911Webhook(message), message);
    for (const [quirk, change] of Object.entries(QUIRKS)) {
      // `received` is by the clocks of the agency's zone, and so left as it is.
      if (quirk === 'ISO times') continue;
      assert.deepEqual(readActive911Webhook(quirked(message, change)), message, quirk);
    }
  }
});

test('the tokens of every path are one token', () => {
  const { 'POST /oauth/token': standard, 'POST /oauth/v2/token': v2 } = goldenBodies('oauth');
  const { 'POST /interface/open_api/token.php': active911 } = goldenBodies('active911');
  const stored = readToken(standard, FIRST).toStored();
  assert.equal(stored.expires_at - stored.obtained_at, 3_600_000);
  assert.equal(stored.refresh_token, null);
  // Seed 000: a refresh token whose refresh_token_expires_in is "0" is of no use.
  assert.deepEqual(readToken(v2, FIRST).toStored(), { ...stored, scope: null });
  const { access_token, ...rest } = standard as Record<string, unknown>;
  // Seed 001 prints it so.
  assert.deepEqual(readToken({ ...rest, acces_token: access_token }, FIRST).toStored(), stored);
  assert.deepEqual(readToken({ ...rest, access_token, token_type: 'BearerToken' }, FIRST).toStored(), stored);
  for (const change of Object.values(QUIRKS)) {
    assert.deepEqual(readToken(quirked(standard, change), FIRST).toStored(), stored);
  }
  const device = readToken(active911, FIRST);
  assert.deepEqual([device.expiresAt - FIRST.sentAt, device.refreshToken], [86_400_000, '<secret>']);
  const personal = { access_token: 'a', expiration: 1_763_720_100 + 86_400 };
  for (const expiration of [personal.expiration, String(personal.expiration), personal.expiration * 1000]) {
    assert.equal(readToken({ ...personal, expiration }, FIRST).expiresAt, FIRST.sentAt + 86_400_000);
  }
});

test('what cannot be read stays as it came', () => {
  const strange = { incident_time: 'yesterday', location: { geodetic: { latitude: 'north' } } };
  assert.deepEqual(readRapidsos(strange), strange);
});
