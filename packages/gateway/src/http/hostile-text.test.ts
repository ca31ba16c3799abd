import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { InjectOptions } from 'fastify';
import { type Caller, callerOf } from '../../../testing/src/caller.ts';
import { onEachEngine } from '../../../testing/src/engines.ts';
import { testWorld } from '../../../testing/src/world.ts';
import { verifyChains } from '../audit/verify-chains.ts';

const TOKEN_PATHS = [
  '/oauth/token',
  '/oauth/v2/token',
  '/oauth/revoke',
  '/oauth/introspect',
  '/oauth/par',
  '/oauth/device_authorization',
  '/interface/open_api/token.php',
  '/interface/dev/api_access.php',
];

const LONE = '\ud83d';

/** Text that UTF-8 or PostgreSQL has no place for, or that a cut at a hundred units halves. */
const HOSTILE = [`${'a'.repeat(99)}🚒`, LONE, `a${LONE}b`, '\ude92', `${LONE}${LONE}`, '🚒'.repeat(200), 'a\u202eb'];

onEachEngine('text that cannot be stored as it is', (engine) => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  let alarm: Caller;
  before(async () => {
    world = await testWorld(engine, { limitRefusalRecordsPerMinute: 0, limitFailuresPerMinute: 0 });
    alarm = await callerOf(world.app, 'sandbox-alarm');
  });
  after(() => world.stop());

  const verified = async () => assert.deepEqual((await verifyChains(world.parts.database)).faults, []);
  const isRefused = async (request: InjectOptions) => {
    const { statusCode, body } = await world.app.inject(request);
    assert.ok(statusCode >= 400 && statusCode < 500, `${statusCode}: ${body}`);
  };

  test('as the client id of any token path leaves the audit provable', async () => {
    for (const url of TOKEN_PATHS) {
      for (const text of HOSTILE) {
        const fields = { grant_type: 'client_credentials', client_secret: 'x', token: 'x', refresh_token: 'x' };
        await isRefused({ method: 'POST', url, payload: { ...fields, client_id: text } });
        const form = new URLSearchParams({ ...fields, client_id: text }).toString();
        const headers = { 'content-type': 'application/x-www-form-urlencoded' };
        await isRefused({ method: 'POST', url, payload: form, headers });
        const basic = `Basic ${Buffer.from(`${encodeURIComponent(text.toWellFormed())}:x`).toString('base64')}`;
        await isRefused({
          method: 'POST',
          url,
          payload: 'grant_type=x',
          headers: { ...headers, authorization: basic },
        });
      }
    }
    await verified();
  });

  test('in a query, a path, a cookie or a header leaves the audit provable', async () => {
    const hostile = ['%00', '%F0%9F', '%ED%A0%BD', `${'a'.repeat(99)}%F0%9F%9A%92`];
    for (const text of hostile) {
      await isRefused({ method: 'GET', url: `/oauth/authorize?response_type=code&client_id=${text}` });
      await isRefused({ method: 'GET', url: `/interface/open_api/authorize_agency.php?client_id=${text}` });
      await isRefused({ method: 'GET', url: `/v1/alerts/${text}` });
      await isRefused({ method: 'GET', url: `/d/${text}` });
      await isRefused({ method: 'POST', url: `/d/${text}` });
      const headers = { cookie: `sallyport_session=${text}; sallyport_browser=${text}` };
      await isRefused({ method: 'GET', url: '/api/session', headers });
      await isRefused({ method: 'GET', url: '/api/session', headers: { ...headers, 'x-sallyport-deeplink': text } });
      const { status } = await alarm('GET', `/v1/alerts/${text}`);
      assert.ok(status >= 400 && status < 500, String(status));
      const listed = await alarm('GET', `/v1/alerts?covering_psap=${text}`);
      assert.ok(listed.status < 500, String(listed.status));
    }
    await verified();
  });

  test('in every field of an alert raises it, with what cannot be stored marked', async () => {
    for (const [index, text] of HOSTILE.entries()) {
      const short = [...text].slice(0, 20).join('');
      const { status, body } = await alarm('POST', '/v1/rem/trigger', {
        callflow: 'sandbox',
        variables: {
          user: { full_name: `${short}x`, phone_number: '+15555550123' },
          event: {
            emergency_type: 'BURGLARY',
            description: `stated: ${short}`,
            source_id: `hostile-${index}-${short}`,
            location: { geodetic: { latitude: 40.7484, longitude: -73.9857, uncertainty: 25 } },
          },
        },
      });
      assert.ok(status === 200 || status === 201, `${status}: ${JSON.stringify(body)}`);
      const id = body.alert_id ?? body.id ?? body.alert?.id;
      const read = await alarm('GET', `/v1/alerts/${id}`);
      assert.equal(read.status, 200);
      assert.equal(read.body.description, `stated: ${short.toWellFormed()}`);
    }
    await verified();
  });

  test('in what is asked to be audited is stored as it was hashed', async () => {
    const { database, audit } = world.parts;
    for (const text of [...HOSTILE, '\0', `a\0${LONE}`]) {
      await database.write((tx) =>
        audit.append(tx, {
          actor: { kind: 'anonymous', id: text },
          agencyId: text,
          action: `test.${text}`,
          outcome: 'refused',
          subject: text,
          origin: { source: text, requestId: text },
          detail: { [text]: [text, { deep: text }] },
        }),
      );
    }
    await verified();
  });
});
