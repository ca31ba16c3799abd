import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { eventually } from '../../packages/testing/src/barrier.ts';
import { runInProcess } from '../../packages/testing/src/command-line.ts';
import { freePort } from '../../packages/testing/src/free-port.ts';
import { runCommand } from '../../packages/testing/src/gateway-process.ts';
import { bash } from '../conformance/programs.ts';
import { CookieJar, expectJson, jsonOf, send } from './http-client.ts';
import { PEOPLE } from './sandbox.ts';
import { type SpawnedServer, spawnServer } from './spawned-server.ts';
import { openStoredRows } from './stored-rows.ts';

const REQUESTS_AT_THE_END = 24;
const folders: string[] = [];
const newFolder = () => {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-start-'));
  folders.push(folder);
  return folder;
};
after(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

describe('an installation of its own, without --demo', () => {
  const dataDir = newFolder();
  let url: string;
  let server: SpawnedServer;
  let at: readonly string[];
  before(async () => {
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    at = ['--data-dir', dataDir, '--public-url', url];
    server = await spawnServer(['serve', '--port', String(port), '--data-dir', dataDir], `answers on ${url}`);
  });
  after(() => server?.end('SIGTERM'));

  const works = async (...args: string[]) => {
    const { code, output } = await runInProcess([...args, ...at]);
    assert.equal(code, 0, output);
    return output;
  };
  const fails = async (code: number, states: RegExp, ...args: string[]) => {
    const ended = await runInProcess([...args, ...at]);
    assert.equal(ended.code, code, ended.output);
    assert.match(ended.output, states);
    assert.doesNotMatch(ended.output, /\n\s+at /, 'no stack');
  };
  const token = (id: string, secret: string) =>
    send(url, {
      method: 'POST',
      path: '/oauth/token',
      form: { grant_type: 'client_credentials', client_id: id, client_secret: secret },
    });

  test('it seeds nothing, and knows nobody of the sandbox', async () => {
    const rows = await openStoredRows({ dataDir }, undefined);
    for (const table of ['agencies', 'users', 'client_secrets', 'grants', 'incidents', 'events']) {
      assert.deepEqual(await rows.all(`SELECT * FROM ${table}`), [], table);
    }
    for (const table of ['clients', 'applications']) {
      const ids = (await rows.all<{ id: string }>(`SELECT id FROM ${table}`)).map(({ id }) => id);
      assert.deepEqual(ids, ['personal-tokens'], `${table}: the one that comes with the schema`);
    }
    await rows.close();
    assert.doesNotMatch(server.output(), /sandbox/);
    const [email, password] = PEOPLE.operator;
    const refused = await send(url, { method: 'POST', path: '/api/session', json: { email, password } });
    assert.equal(refused.status, 401);
  });

  test('setup beside the running server gives the first operator a link that works once', async () => {
    const output = await works('setup', '--email', 'op@center.test', '--first-name', 'Op', '--last-name', 'Erator');
    const link = new URL(/http\S+/.exec(output)?.[0] ?? '');
    assert.equal(link.origin, url);
    const json = { link_token: link.hash.slice(1), password: 'plain copper kettle 58' };
    const set = () => send(url, { method: 'POST', path: '/api/password', json });
    assert.equal((await set()).status, 204);
    assert.equal((await set()).status, 404);
    const jar = new CookieJar();
    const session = await expectJson(url, 200, {
      method: 'POST',
      path: '/api/session',
      json: { email: 'op@center.test', password: json.password },
      jar,
    });
    assert.equal(session['may_administer'], true);
    assert.deepEqual(await expectJson(url, 200, { path: '/api/agencies', jar }), { agencies: [] });
    await fails(1, /e-mail/, 'setup', '--email', 'op@center.test', '--first-name', 'Op', '--last-name', 'Erator');
  });

  test('a locked operator is listed, released and given a new link at the command line', async () => {
    const signIn = (password: string) =>
      send(url, { method: 'POST', path: '/api/session', json: { email: 'op@center.test', password } });
    // From a place this person is known at, which has a count of its own.
    for (let failure = 0; failure < 5; failure += 1) assert.equal((await signIn('wrong')).status, 401);
    assert.equal((await signIn('plain copper kettle 58')).status, 401);
    const listed = async () => JSON.parse(await works('user', 'list', '--email', 'OP@center.test')) as object;
    const shown = { email: 'op@center.test', role: 'operator', agency: null, is_disabled: false };
    assert.deepEqual(await listed(), { ...shown, is_locked: true });
    await works('user', 'release', '--email', 'Op@center.test');
    assert.deepEqual(await listed(), { ...shown, is_locked: false });
    assert.equal((await signIn('plain copper kettle 58')).status, 200);
    const link = new URL(/http\S+/.exec(await works('user', 'reset', '--email', 'op@center.test'))?.[0] ?? '');
    assert.equal(link.origin, url);
    assert.match(link.hash, /^#.{20,}/);
    await fails(1, /No user has the e-mail nobody@center\.test/, 'user', 'release', '--email', 'nobody@center.test');
  });

  test('an agency and a client are added and the running server knows them at once', async () => {
    await works('agency', 'add', '--id', 'center', '--name', 'The Center');
    await fails(1, /taken|exists|id/, 'agency', 'add', '--id', 'center', '--name', 'Again');
    const add = ['client', 'add', '--id', 'cad', '--name', 'Our CAD', '--kind', 'psap', '--scopes', 'alerts,deeplinks'];
    await fails(1, /no agency has the id nowhere/i, ...add, '--agency', 'nowhere');
    const output = await works(...add, '--agency', 'center', '--ttl', '120');
    const secret = /client_secret +(\S+)/.exec(output)?.[1] ?? '';
    const answer = jsonOf(await token('cad', secret));
    assert.equal(answer['expires_in'], 120);
    assert.equal(answer['scope'], 'alerts deeplinks');
    await fails(1, /taken/, ...add, '--agency', 'center');
  });

  test('a second secret works beside the first, and a third is refused', async () => {
    const add = [
      'client',
      'add',
      '--id',
      'feed',
      '--name',
      'Feed',
      '--kind',
      'prepared',
      '--scopes',
      'incident_events',
    ];
    const first = /client_secret +(\S+)/.exec(await works(...add, '--agency', 'center'))?.[1] ?? '';
    assert.equal((await token('feed', first)).status, 200);
    const second = /client_secret +(\S+)/.exec(await works('client', 'add-secret', '--id', 'feed'))?.[1] ?? '';
    // How soon is measured by `everywhere.timed.test.ts`.
    await eventually(async () => (await token('feed', second)).status === 200);
    for (const secret of [first, second]) assert.equal((await token('feed', secret)).status, 200);
    assert.equal((await token('feed', 'another')).status, 401);
    await fails(1, /remove/, 'client', 'add-secret', '--id', 'feed');
    await fails(2, /no client has the id nobody/, 'client', 'add-secret', '--id', 'nobody');
  });

  test('a switch of a client is set by every word for it, and any other word is refused with nothing added', async () => {
    const add = ['client', 'add', '--name', 'Page', '--kind', 'psap', '--scopes', 'alerts', '--agency', 'center'];
    await works(
      ...add,
      '--id',
      'page',
      '--grants',
      'authorization_code',
      '--redirects',
      'https://a.example/',
      '--public',
      'true',
      '--dpop',
      '--require-par=on',
    );
    await fails(
      2,
      /--dpop must be true, yes, on or 1, or false, no, off or 0/,
      ...add,
      '--id',
      'other',
      '--dpop',
      'maybe',
    );
    await fails(2, /--dpops is not an option/, ...add, '--id', 'other', '--dpops');
    const rows = await openStoredRows({ dataDir }, undefined);
    const stored = await rows.all(
      'SELECT id, is_public, requires_dpop, requires_pushed_requests FROM clients ORDER BY id',
    );
    await rows.close();
    const known = stored.filter(({ id }) => ['page', 'other'].includes(String(id))).map((row) => ({ ...row }));
    assert.deepEqual(known, [{ id: 'page', is_public: 1, requires_dpop: 1, requires_pushed_requests: 1 }]);
  });

  test('a client added without old habits is refused JSON token bodies and the password grant', async () => {
    const add = ['client', 'add', '--id', 'strict', '--name', 'Strict', '--kind', 'psap', '--scopes', 'alerts'];
    const secret = /client_secret +(\S+)/.exec(await works(...add, '--agency', 'center'))?.[1] ?? '';
    const credentials = { client_id: 'strict', client_secret: secret };
    const grant = { ...credentials, grant_type: 'client_credentials' };
    const json = await send(url, { method: 'POST', path: '/oauth/token', json: grant });
    assert.equal(json.status, 400);
    const form = { ...credentials, grant_type: 'password', username: 'op@center.test', password: 'x' };
    const password = await send(url, { method: 'POST', path: '/oauth/v2/token', form });
    assert.equal(jsonOf(password)['error'], 'unauthorized_client');
  });

  test('a boundary and a callflow by it are set, and the running server sends alerts by them within a second', async () => {
    const file = join(dataDir, 'center.geojson');
    const square = [
      [0, 0],
      [1, 0],
      [1, 1],
      [0, 1],
      [0, 0],
    ];
    const feature = (name: string) => ({
      type: 'Feature',
      properties: { name },
      geometry: { type: 'Polygon', coordinates: [square] },
    });
    writeFileSync(file, JSON.stringify({ type: 'FeatureCollection', features: [feature('Center'), feature('Bay')] }));
    const alarm = [
      '--id',
      'alarm',
      '--name',
      'Alarm',
      '--kind',
      'central_station',
      '--scopes',
      'alerts,alerts:trigger',
    ];
    const secret = /client_secret +(\S+)/.exec(await works('client', 'add', ...alarm))?.[1] ?? '';
    const bearer = String(jsonOf(await token('alarm', secret))['access_token']);
    const set = ['callflow', 'set', '--client', 'alarm', '--name', 'state'];
    const byPosition = [...set, '--by', 'position', '--agencies', 'center', '--required', 'vehicle.plate'];
    await fails(1, /no boundary/, ...byPosition);
    await fails(2, /neither/, 'agency', 'boundary', '--id', 'center', '--geojson', join(dataDir, 'none'));
    const boundary = ['agency', 'boundary', '--id', 'center', '--geojson', file];
    await fails(1, /2 features with polygons: 1 "Center", 2 "Bay"/, ...boundary);
    assert.match(
      await works(...boundary, '--feature', '2', '--dry-run'),
      /2 Bay: 1\d+\.\d km2, from 0, 0 to 1, 1\nWould/,
    );
    assert.match(await works(...boundary, '--feature', 'center'), /5 positions/);
    await works(...byPosition, '--answers', 'covering_psap');
    await works(...set, '--required', 'none', '--tells', 'status');
    await fails(2, /--tells are of/, ...set, '--tells', 'everything');
    await fails(1, /callflow state of alarm/, 'agency', 'boundary', '--id', 'center', '--geojson', 'none');
    assert.match(await works('callflow', 'list'), /"name":"state","routing":"position","agencyIds":\["center"\]/);
    const trigger = (latitude: number) => {
      const location = { latitude, longitude: 0.5, uncertainty: 25 };
      const variables = { user_name: 'Jordan Rivera', user_phone: '+15555550123', location };
      return send(url, {
        method: 'POST',
        path: '/v1/rem/trigger',
        token: bearer,
        json: { callflow: 'state', variables },
      });
    };
    let raised = await trigger(0.5);
    await eventually(async () => {
      if (raised.status !== 200) raised = await trigger(0.5);
      return raised.status === 200;
    });
    assert.deepEqual(Object.keys(jsonOf(raised)), ['alert_id', 'parent_session_id', 'covering_psap']);
    assert.equal((await trigger(2)).status, 422);
    await works('callflow', 'remove', '--client', 'alarm', '--name', 'state');
    await fails(1, /No callflow/, 'callflow', 'remove', '--client', 'alarm', '--name', 'state');
    await works('agency', 'boundary', '--id', 'center', '--geojson', 'none');
  });

  test('the audit is exported as JSON lines, by agency and time, names no secret, and verifies', async () => {
    const lines = (output: string) =>
      output
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, unknown>);
    const all = await works('audit', 'export');
    const actions = new Set(lines(all).map(({ action }) => action));
    for (const action of ['user.added', 'user.password_set', 'client.registered', 'token.issued', 'request.refused']) {
      assert.ok(actions.has(action), `${action} is recorded`);
    }
    assert.doesNotMatch(all, /plain copper kettle|client_secret":/);
    const ofAgency = lines(await works('audit', 'export', '--agency', 'center'));
    assert.ok(ofAgency.length > 0);
    assert.ok(ofAgency.every(({ agency_id }) => agency_id === 'center'));
    assert.equal((await works('audit', 'export', '--since', '2100-01-01T00:00:00Z')).trim(), '');
    await fails(2, /--since is a time/, 'audit', 'export', '--since', 'yesterday');
    assert.match(await works('audit', 'verify'), / 0 faults/);
  });

  test('wrong commands, options and values end with 2 and state what to fix', async () => {
    await fails(2, /--email, --first-name, --last-name must be given/, 'setup');
    await fails(2, /--id is missing/, 'agency', 'add', '--name', 'Nameless');
    await fails(
      2,
      /--kind must be one of: psap/,
      'client',
      'add',
      '--id',
      'a',
      '--name',
      'b',
      '--kind',
      'c',
      '--scopes',
      'alerts',
    );
    await fails(
      2,
      /--scopes are of: alerts/,
      'client',
      'add',
      '--id',
      'a',
      '--name',
      'b',
      '--kind',
      'psap',
      '--scopes',
      'x',
    );
    await fails(2, /--nonsense is not an option/, 'serve', '--nonsense');
    await fails(2, /--port takes a whole number from 0 to 65535/, 'serve', '--port', '70000');
    await fails(2, /unknown command 'nonsense'/, 'nonsense');
  });
});

test('help lists every command; config prints every option and hides what is secret', async () => {
  for (const asked of [[], ['help'], ['--help']]) {
    const { code, output } = await runInProcess(asked);
    assert.equal(code, 0);
    for (const command of [
      'serve',
      'setup',
      'agency add',
      'client add',
      'keys rotate',
      'audit verify',
      'config check',
    ]) {
      assert.ok(output.includes(`sallyport ${command}`), command);
    }
  }
  const completed = await runCommand(['complete', '--', 'client', 'add', '--loo']);
  assert.match(completed.output, /^--loose-redirect\t/, 'what the shell asks after `sallyport completion`');
  const { code, output } = await runInProcess([
    'config',
    'show',
    '--database-url',
    'postgres://me:hidden-word@127.0.0.1/x',
  ]);
  assert.equal(code, 0);
  assert.doesNotMatch(output, /hidden-word/);
  assert.match(output, /--port {2}8911 {2}\[default\]\n/);
});

test('--demo refuses to listen beyond loopback unless it is notified twice', async () => {
  const port = String(await freePort());
  const args = ['serve', '--demo', '--host', '0.0.0.0', '--port', port, '--data-dir', newFolder()];
  const refused = await runInProcess(args);
  assert.equal(refused.code, 2);
  assert.match(refused.output, /--demo-beyond-loopback/);
  const server = await spawnServer([...args, '--demo-beyond-loopback'], 'Sallyport sandbox');
  assert.equal(await server.end('SIGINT'), 0);
});

test('start is the sandbox: --demo false is refused, and so is a word that is no boolean', async () => {
  for (const given of [['--demo', 'false'], ['--demo=off'], ['--demo', 'maybe']]) {
    const { code, output } = await runInProcess(['start', ...given, '--data-dir', newFolder()]);
    assert.equal(code, 2, output);
    assert.match(output, /--demo must be true/);
  }
});

describe('the sandbox', () => {
  const dataDir = newFolder();
  let url: string;
  let port: string;
  let server: SpawnedServer;
  before(async () => {
    port = String(await freePort());
    url = `http://127.0.0.1:${port}`;
    server = await spawnServer(['serve', '--demo', '--port', port, '--data-dir', dataDir], 'API pages');
  });
  after(() => server?.end('SIGTERM'));

  test('the three printed lines work when pasted into a shell', async () => {
    const lines = server
      .output()
      .split('\n')
      .filter((line) => /^(TOKEN=\$\()?curl /.test(line));
    assert.equal(lines.length, 3, server.output());
    const { code, output, errors } = await bash(lines.map((line) => `${line}\necho`).join('\n'));
    assert.equal(code, 0, errors);
    const [token = '', alert = '', deeplink = ''] = output.split('\n').filter((line) => line !== '');
    assert.match(token, /^eyJ[\w-]+\.[\w-]+\.[\w-]+$/);
    assert.match(alert, /"alert_id":"alert-[0-9a-f-]{36}"/);
    const page = await send(url, { path: new URL((JSON.parse(deeplink) as { url: string }).url).pathname });
    assert.equal(page.status, 200);
    const [, reference = ''] = /API pages: (\S+)/.exec(server.output()) ?? [];
    assert.match((await send(url, { path: new URL(reference).pathname })).text, /scalar\.js/);
  });

  test('every printed name and password signs in, and every printed client gets its token', async () => {
    for (const [email, password] of Object.values(PEOPLE)) {
      assert.match(server.output(), new RegExp(`${email} +${password}`));
      await expectJson(url, 200, { method: 'POST', path: '/api/session', json: { email, password } });
    }
    const clients = [...server.output().matchAll(/^ {2}([a-z-]+) +\1-secret$/gm)].map(([, id = '']) => id);
    assert.equal(clients.length, 12);
    for (const client_id of clients) {
      const form = { grant_type: 'client_credentials', client_id, client_secret: `${client_id}-secret` };
      const answer = await send(url, { method: 'POST', path: '/oauth/token', form });
      const isAuthorizationCodeOnly = ['sandbox-responder', 'sandbox-web-app'].includes(client_id);
      assert.equal(answer.status, isAuthorizationCodeOnly ? 400 : 200, `${client_id}: ${answer.text}`);
    }
  });

  test('SIGTERM answers the requests that run, then ends with 0; what they did is there after the next start', async () => {
    const [username, password] = PEOPLE.sandboxAgent;
    const credentials = { client_id: 'sandbox-cad', client_secret: 'sandbox-cad-secret' };
    const form = { grant_type: 'password', ...credentials, username, password };
    const running = Array.from({ length: REQUESTS_AT_THE_END }, () =>
      send(url, { method: 'POST', path: '/oauth/v2/token', form }),
    );
    // The first answer states that the others have arrived: they wait in the queue of password hashes.
    await Promise.race(running);
    const code = await server.end('SIGTERM');
    const statuses = (await Promise.all(running)).map(({ status }) => status);
    assert.deepEqual([...new Set(statuses)], [200]);
    assert.equal(code, 0);
    assert.doesNotMatch(server.output(), /were cut off/, 'kept-alive connections do not hold it');
    assert.doesNotMatch(server.output(), /"level":"(error|fatal)"/);
    const check = await runCommand(['database', 'check', '--data-dir', dataDir]);
    assert.equal(check.code, 0, check.output);
    assert.match(check.output, /sallyport\.db is whole/);
    const { code: verified, output } = await runCommand(['audit', 'verify', '--data-dir', dataDir]);
    assert.equal(verified, 0, output);
    const rows = await openStoredRows({ dataDir }, undefined);
    const issued = await rows.all(`SELECT 1 FROM audit_records WHERE action = 'token.issued' AND actor_kind = 'user'`);
    await rows.close();
    assert.ok(issued.length >= REQUESTS_AT_THE_END);
  });
});
