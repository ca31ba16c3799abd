import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { InjectOptions } from 'fastify';
import { CompiledQuery } from 'kysely';
import pino from 'pino';
import { auditRecords } from '../../../testing/src/audit-records.ts';
import { onEachEngine } from '../../../testing/src/engines.ts';
import { TEST_SEALING_KEYS, TEST_URL, testClock } from '../../../testing/src/world.ts';
import { compose, type Gateway } from '../app/compose.ts';
import { DEMO_USERS, seedDemo } from '../app/seed-demo.ts';
import { loadConfig } from '../config/load-config.ts';
import { createSystemRandom } from '../kernel/random.ts';
import { buildServer } from './build-server.ts';

const CANARY = 'canary7f3a';
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const [admin] = DEMO_USERS;
const cad = 'client_id=sandbox-cad&client_secret=sandbox-cad-secret';

/** Every kind of secret in every place where a caller could put one, rightly or by mistake, so that it is refused. */
function wrongRequests(): InjectOptions[] {
  const requests: InjectOptions[] = [];
  const post = (url: string, payload: string, headers: Record<string, string> = FORM) =>
    requests.push({ method: 'POST', url, payload, headers });
  const basic = (text: string) => ({ ...FORM, authorization: `Basic ${Buffer.from(text).toString('base64')}` });
  const json = { 'content-type': 'application/json' };
  const grant = 'grant_type=client_credentials';
  for (const path of ['/oauth/token', '/oauth/v2/token']) {
    post(path, `${grant}&client_id=sandbox-cad&client_secret=${CANARY}`);
    post(path, `${grant}&client_id=unknown&client_secret=${CANARY}`);
    post(path, grant, basic(`sandbox-cad:${CANARY}`));
    post(path, grant, basic(CANARY));
    post(path, grant, { ...FORM, authorization: `Basic ${CANARY}!!` });
    post(path, `${grant}&client_secret=${CANARY}`, basic(`sandbox-cad:${CANARY}`));
    post(path, `${grant}&${cad}&client_secret=${CANARY}`);
    post(path, `grant_type=${CANARY}&${cad}`);
    post(path, `${grant}&${cad}&scope=${CANARY}`);
    post(path, `grant_type=password&${cad}&username=agent%40sandbox.test&password=${CANARY}`);
    post(path, `grant_type=password&${cad}&username=nobody%40sandbox.test&password=${CANARY}`);
    post(path, `grant_type=password&${cad}&password=${CANARY}`);
    post(path, `grant_type=password&${cad}&username=a&password=${CANARY.repeat(200)}`);
    post(path, `grant_type=password&${cad}&username=a%00&password=${CANARY}`);
    post(path, `{"grant_type":"password","password":"${CANARY}"`, json);
    post(path, `{"password":["${CANARY}"]}`, json);
    post(path, `{"${CANARY}":{}}`, json);
    post(path, CANARY, { 'content-type': 'text/plain' });
    post(path, CANARY, { 'content-type': CANARY });
    post(path, `password=${CANARY.repeat(5_000)}`);
  }
  const signIn = (body: object) => post('/api/session', JSON.stringify(body), json);
  signIn({ email: 'agent@sandbox.test', password: CANARY });
  signIn({ email: 'nobody@sandbox.test', password: CANARY });
  signIn({ email: 'agent@sandbox.test', password: `${CANARY}\0` });
  signIn({ email: 'agent@sandbox.test', password: CANARY, more: CANARY });
  signIn({ email: 'agent@sandbox.test', password: { value: CANARY } });
  signIn({ password: CANARY });
  post('/api/session', CANARY, json);
  post('/api/password-link/check', JSON.stringify({ link_token: CANARY }), json);
  post('/api/password', JSON.stringify({ link_token: CANARY, password: `${CANARY} and more words` }), json);
  post('/api/password', JSON.stringify({ link_token: CANARY, password: 5 }), json);
  post(`/d/${CANARY}`, '');
  for (const [path, method] of [
    ['/api/incidents', 'GET'],
    ['/api/search?query=%2B15555550123', 'GET'],
    ['/api/users', 'GET'],
    ['/api/session', 'GET'],
    ['/v1/rem/trigger', 'POST'],
    ['/integrations/irp', 'POST'],
    ['/metrics', 'GET'],
    ['/oauth/none', 'GET'],
  ] as const) {
    for (const headers of [
      { authorization: `Bearer ${CANARY}` },
      { authorization: `Bearer ${CANARY}.${CANARY}.${CANARY}` },
      { authorization: `Bearer e30.${Buffer.from(CANARY).toString('base64url')}.${CANARY}` },
      { authorization: `Token ${CANARY}` },
      { authorization: CANARY },
      { cookie: `sallyport_session=${CANARY}` },
      { cookie: `sallyport_browser=${CANARY}`, 'x-sallyport-deeplink': CANARY },
    ]) {
      requests.push({ method, url: path, headers });
    }
    requests.push({ method, url: `${path}${path.includes('?') ? '&' : '?'}access_token=${CANARY}` });
  }
  for (const url of [
    `/d/${CANARY}`,
    `/d/${CANARY}%zz`,
    `/${CANARY}`,
    `/d/${CANARY}/more`,
    `/portal/deeplink/${CANARY}`,
    `/oauth/${CANARY}`,
    `/v1/${CANARY}?token=${CANARY}`,
  ]) {
    requests.push({ method: 'GET', url }, { method: 'PUT', url, payload: CANARY });
  }
  return requests;
}

onEachEngine('a secret', (engine) => {
  const lines: string[] = [];
  let gateway: Gateway;
  let app: Awaited<ReturnType<typeof buildServer>>;
  const clock = testClock();
  before(async () => {
    const config = {
      ...loadConfig({}, {}),
      logLevel: 'debug',
      metricsToken: `${CANARY}-metrics`,
      limitFailuresPerMinute: 0,
    };
    // No redaction here: what holds must hold before the last net.
    const log = pino({ level: 'debug' }, { write: (line: string) => void lines.push(line) });
    gateway = await compose({
      config,
      publicUrl: TEST_URL,
      clock,
      random: createSystemRandom(),
      log,
      database: await engine.open(),
      sealingKeys: TEST_SEALING_KEYS,
    });
    await gateway.start();
    await seedDemo(gateway.parts);
    app = await buildServer(gateway.served, config, 'no-portal-in-this-test');
  });
  after(async () => {
    await app.close();
    await gateway.stop();
  });

  async function audit(): Promise<string> {
    return JSON.stringify(await auditRecords(gateway.parts.database));
  }
  /** None of these is in the log or in the audit. */
  async function assertUnseen(secrets: readonly string[]): Promise<void> {
    const records = await audit();
    for (const secret of secrets) {
      const line = lines.find((text) => text.includes(secret));
      assert.equal(line, undefined, 'in the log');
      const at = records.indexOf(secret);
      assert.equal(at, -1, `in the audit: ${records.slice(Math.max(0, at - 200), at + 50)}`);
    }
  }

  test('that is refused is in no log line, no audit record and no body of a refusal', async () => {
    for (const request of wrongRequests()) {
      const answer = await app.inject(request);
      const where = `${request.method} ${String(request.url)} ${JSON.stringify(request.headers)} ${String(request.payload).slice(0, 100)}`;
      const isPage = answer.headers['content-type']?.includes('html') ?? false;
      assert.ok(answer.statusCode >= 400 || isPage, `${answer.statusCode} ${where}`);
      assert.ok(answer.statusCode < 500, `${answer.statusCode} ${where}`);
      assert.ok(!answer.body.includes(CANARY), `${answer.body} ${where}`);
      assert.ok(!JSON.stringify(answer.headers).includes(CANARY), `${JSON.stringify(answer.headers)} ${where}`);
    }
    assert.ok(lines.length > 200, 'the log was listened to');
    await assertUnseen([CANARY]);
  });

  test('that is right is in no log line and no audit record', async () => {
    const secrets = new Set<string>([admin?.password ?? '', 'sandbox-cad-secret', 'sandbox-alarm-secret']);
    const post = async (url: string, payload: string, headers: Record<string, string>) => {
      const answer = await app.inject({ method: 'POST', url, payload, headers });
      assert.ok(answer.statusCode < 300, `${url} ${answer.statusCode} ${answer.body}`);
      for (const { value } of answer.cookies) secrets.add(String(value));
      return answer;
    };
    const json = { 'content-type': 'application/json' };
    const user = `username=agent%40sandbox.test&password=${DEMO_USERS[1]?.password}`;
    secrets.add(DEMO_USERS[1]?.password ?? '');
    const machine = await post('/oauth/token', `grant_type=client_credentials&${cad}`, FORM);
    secrets.add(machine.json<{ access_token: string }>().access_token);
    const grant = await post('/oauth/v2/token', `grant_type=password&${cad}&${user}`, FORM);
    const { access_token, refresh_token } = grant.json<{ access_token: string; refresh_token: string }>();
    secrets.add(access_token).add(refresh_token);
    const bearer = { ...json, authorization: `Bearer ${access_token}` };
    const link = await post('/integrations/irp', '{"query":"tel://15555550123"}', bearer);
    const ticket = link.json<{ url: string }>().url.split('/d/')[1] ?? '';
    secrets.add(ticket);
    await app.inject({ url: `/d/${ticket}` });
    await post(`/d/${ticket}`, '', {});
    const session = await post(
      '/api/session',
      JSON.stringify({ email: admin?.email, password: admin?.password }),
      json,
    );
    const cookie = { ...json, cookie: `sallyport_session=${session.cookies[0]?.value}` };
    const person = { first_name: 'Noor', last_name: 'Vance', email: 'noor@sandbox.test', role: 'agent' };
    const added = await post('/api/users', JSON.stringify(person), cookie);
    const token = added.json<{ password_link: { url: string } }>().password_link.url.split('#')[1] ?? '';
    secrets.add(token).add('kestrel lantern 58 orchard');
    await post('/api/password-link/check', JSON.stringify({ link_token: token }), json);
    await post('/api/password', JSON.stringify({ link_token: token, password: 'kestrel lantern 58 orchard' }), json);
    const second = await post('/api/clients/sandbox-cad/secrets', '', { cookie: cookie.cookie });
    secrets.add(second.json<{ client_secret: string }>().client_secret);
    for (const secret of secrets) assert.ok(secret.length >= 15, 'every secret was found');
    assert.ok(secrets.size >= 12);
    await assertUnseen([...secrets]);
  });

  for (const table of ['users', 'portal_sessions', 'deeplinks', 'password_links', 'clients', 'audit_records']) {
    test(`is in no log line and no answer when the database fails at ${table}`, async () => {
      const rename = (from: string, to: string) =>
        gateway.parts.database.write((tx) =>
          tx.query.executeQuery(CompiledQuery.raw(`ALTER TABLE ${from} RENAME TO ${to}`)),
        );
      // The refusals of strangers that may be recorded in a minute were those of the test before.
      clock.advance(60_000);
      let failures = 0;
      await rename(table, `${table}_away`);
      try {
        for (const request of wrongRequests()) {
          const answer = await app.inject(request);
          assert.ok(!answer.body.includes(CANARY), answer.body);
          if (answer.statusCode < 500) continue;
          failures += 1;
          assert.ok(!answer.body.includes('_away') && !answer.body.includes('SELECT'), answer.body);
        }
      } finally {
        await rename(`${table}_away`, table);
      }
      assert.ok(failures > 0 || lines.some((line) => line.includes('could not be recorded')), 'the database failed');
      await assertUnseen([CANARY]);
    });
  }
});
