import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { unpack } from '../../packages/gateway/src/database/packed/unpack.ts';
import { type GatewayProcess, runCommand, startGatewayProcess } from '../../packages/testing/src/gateway-process.ts';
import { type Actors, actorsOf, type Credentials, thingsOf } from './actors.ts';
import { LIVEKIT_ENV } from './audio-cases.ts';
import { CookieJar, type HttpAnswer, type HttpRequest, jsonOf, send } from './http-client.ts';
import { type CheckedRoute, checkedRoutes, NOBODY, rightBody, type Things } from './route-cases.ts';
import { alertBody, clientToken, PEOPLE, raise, signIn } from './sandbox.ts';
import { fingerprint, openStoredRows, type StoredRows } from './stored-rows.ts';
import { THIRD_AGENCY } from './third-agency.ts';

const ROUTES_AT_LEAST = 30;
/** A route that names no record and lists none answers its caller about its caller alone. */
const WHERE_STRANGERS_STAND = new Set([400, 401, 403, 404, 410]);

let server: GatewayProcess;
let rows: StoredRows;
let theirs: Things;
let sandbox: Actors;
let harbor: Actors;
let operator: Credentials;
/** Sends alerts to sandbox-county too. */
let otherStation: Credentials;
let marks: readonly string[];

before(async () => {
  server = await startGatewayProcess({
    publicHost: 'localhost',
    env: { ...LIVEKIT_ENV, SALLYPORT_LIMIT_FAILURES_PER_MINUTE: '0', SALLYPORT_LIMIT_NAMES_PER_MINUTE: '0' },
  });
  rows = await openStoredRows(server, undefined);
  sandbox = await actorsOf(server.url, 'sandbox-county');
  theirs = await thingsOf(server.url, 'sandbox-county', sandbox);
  harbor = await actorsOf(server.url, 'harbor-city');
  await thingsOf(server.url, 'harbor-city', harbor);
  operator = { jar: await signIn(server.url, 'operator') };
  otherStation = { token: await newStation('sandbox-county') };
  const users = await rows.all<{ id: string; email: string }>(
    "SELECT id, email FROM users WHERE agency_id = 'sandbox-county'",
  );
  // What only sandbox-county may read. Its client ids are printed in the sandbox's own guide, but not to others by the API.
  marks = [
    theirs.incidentId,
    theirs.callId,
    theirs.otherCallId,
    theirs.cadPartnerIncidentId,
    theirs.userId,
    theirs.roleId,
    theirs.identityProviderId,
    theirs.secretId,
    theirs.draftId,
    ...users.flatMap(({ id, email }) => [id, email]),
  ];
  assert.ok(marks.length >= 9);
});
after(async () => {
  await rows?.close();
  await server?.stop();
});

/** The token of a new central station, whose callflow leads to that agency. */
async function newStation(agencyId: string): Promise<string> {
  const { dataDir } = server;
  const settings = [
    '--kind',
    'central_station',
    '--scopes',
    'alerts,alerts:trigger',
    '--callflows',
    `other=${agencyId}`,
  ];
  const named = ['--id', 'other-alarm', '--name', 'Other Alarm', '--data-dir', dataDir];
  const { code, output } = await runCommand(['client', 'add', ...named, ...settings]);
  assert.equal(code, 0, output);
  const secret = /client_secret\s+(\S+)/.exec(output)?.[1] ?? '';
  const form = { grant_type: 'client_credentials', client_id: 'other-alarm', client_secret: secret };
  const answer = await send(server.url, { method: 'POST', path: '/oauth/token', form });
  return jsonOf<{ access_token: string }>(answer).access_token;
}

/** The answer without what differs between any two requests, and with the ids it was asked for taken out. */
function comparable({ status, text }: HttpAnswer, asked: Things): string {
  let body = text.replace(/"request_id":"[^"]+"/, '"request_id":""');
  // A number of few digits is in every text; no answer repeats the one it was asked for.
  const ids = [...Object.values(asked), asked.phone.slice(2)].filter((id) => !/^\d{1,8}$/.test(id));
  for (const id of ids) body = body.replaceAll(id, '<asked>');
  return `${status} ${body}`;
}

function asked(checked: CheckedRoute, of: Things, who: Credentials, query = ''): HttpRequest {
  const path = checked.path(of);
  const right = rightBody(checked, of);
  return {
    method: checked.route.method,
    path: query === '' ? path : `${path}${path.includes('?') ? '&' : '?'}${query}`,
    ...who,
    ...right,
    headers: { ...who.headers, ...right.headers },
  };
}

const WHO: Readonly<Record<string, () => Credentials>> = {
  "harbor-city's client token": () => harbor.cadToken,
  "harbor-city's events token": () => harbor.eventsToken,
  "harbor-city's Prepared CAD token": () => harbor.preparedCadToken,
  "harbor-city's directory token": () => harbor.directoryToken,
  "harbor-city's user token": () => harbor.userToken,
  "harbor-city's personal token": () => harbor.personalToken,
  "harbor-city's administrator": () => harbor.admin,
  "harbor-city's agent": () => harbor.agent,
  "harbor-city's deeplink": () => harbor.deeplink,
  'another central station': () => otherStation,
  'another developer': () => harbor.developer,
  'the operator': () => operator,
};

/** Tickets, one-time links and links to sign in are for whoever has them, so they are not compared with nobody's. */
const BEARS_ITS_OWN_RIGHT = new Set([
  'GET /d/:ticket',
  'POST /d/:ticket',
  'GET /sso/:id',
  'POST /sso/:id/logout',
  'POST /sso/:id/saml',
  'GET /sso/:id/saml/metadata',
]);
const byId = checkedRoutes().filter(({ route }) => route.path.includes(':'));
const ownRight = (name: string) => BEARS_ITS_OWN_RIGHT.has(name) || name.startsWith('POST /api/password');
/** A submitted application belongs to no agency, and who gets which alerts is no agency's to state: the operator's own work. */
const isOwnWork = (who: string, { route }: CheckedRoute) =>
  who === 'the operator' && /^\/api\/(applications|agencies|callflows|operators)\//.test(route.path);
/** Opens and ends the asking session itself: no other record is its object. */
const isSigning = (name: string) => /^(POST|DELETE) .*\/session$/.test(name);

test('the table of routes was really seen', () => {
  assert.ok(checkedRoutes().length >= ROUTES_AT_LEAST);
  assert.ok(byId.length >= 10);
});

for (const [who, credentials] of Object.entries(WHO)) {
  describe(`${who} learns nothing of sandbox-county`, () => {
    for (const checked of byId.filter((route) => !ownRight(route.name) && !isOwnWork(who, route))) {
      test(`${checked.name} answers for its records as for ones that exist nowhere`, async () => {
        const stored = await fingerprint(rows);
        for (const query of ['', 'agency_id=harbor-city']) {
          const real = await send(server.url, asked(checked, theirs, credentials(), query));
          const none = await send(server.url, asked(checked, NOBODY, credentials(), query));
          assert.equal(comparable(real, theirs), comparable(none, NOBODY));
          const isOpenPage = checked.unknown === 200;
          const { access } = checked.route;
          // A route for programs takes no browser's session, whoever is signed in.
          const isStranger = access.kind === 'token' && credentials().token === undefined && real.status === 401;
          assert.ok(isOpenPage || isStranger || [400, 403, 404].includes(real.status), `${real.status}: ${real.text}`);
          if (!isOpenPage && !isStranger && credentials() === harbor.admin) {
            const isOfOthers = access.kind === 'operator' || access.kind === 'developer';
            assert.equal(real.status, isOfOthers ? 403 : 404, real.text);
          }
        }
        assert.deepEqual(await fingerprint(rows), stored, 'and changes nothing');
      });
    }

    const others = checkedRoutes().filter((route) => !isOwnWork(who, route));
    for (const checked of others.filter(({ name }) => !ownRight(name) && !isSigning(name))) {
      const writes =
        checked.success === 201 || checked.name.startsWith('POST /v1/rem') || checked.name.includes('token');
      test(`${checked.name} shows none of its ids, people or numbers`, async () => {
        const answer = await send(server.url, asked(checked, writes ? NOBODY : theirs, credentials()));
        const own = String(checked.path(theirs));
        for (const mark of marks.filter((candidate) => !own.includes(candidate))) {
          assert.ok(!answer.text.includes(mark), `${mark} in ${answer.text}`);
        }
        const isOwnUse = answer.status < 400;
        assert.ok(isOwnUse || WHERE_STRANGERS_STAND.has(answer.status), `${answer.status} ${answer.text}`);
      });
    }

    test('naming another agency is as naming one that does not exist, but for the operator', async () => {
      if (who === 'the operator') return;
      for (const path of ['/api/users', '/api/clients']) {
        const real = await send(server.url, { path: `${path}?agency_id=sandbox-county`, ...credentials() });
        const none = await send(server.url, { path: `${path}?agency_id=nowhere-county`, ...credentials() });
        assert.equal(comparable(real, theirs), comparable(none, NOBODY));
        assert.ok([403, 404].includes(real.status), real.text);
      }
    });
  });
}

test("a search by phone number or alert id of sandbox-county is empty for harbor-city, and is not for sandbox-county's own", async () => {
  for (const query of [theirs.phone, `alert-${theirs.incidentId}`, theirs.incidentId, 'tel://15555550123']) {
    const path = `/api/search?query=${encodeURIComponent(query)}`;
    for (const credentials of [harbor.userToken, harbor.cadToken, harbor.admin, harbor.agent, harbor.deeplink]) {
      const answer = await send(server.url, { path, ...credentials });
      assert.deepEqual(jsonOf<{ incidents: unknown[] }>(answer).incidents, [], query);
    }
    const own = await send(server.url, { path, ...sandbox.userToken });
    assert.equal(jsonOf<{ incidents: unknown[] }>(own).incidents.length, 1, query);
  }
});

test('a page cursor of sandbox-county shows harbor-city only its own incidents', async () => {
  const path = `/api/incidents?before=${Date.now() + 60_000}.${theirs.incidentId}`;
  const { incidents } = jsonOf<{ incidents: { id: string }[] }>(await send(server.url, { path, ...harbor.userToken }));
  const own = await rows.all<{ id: string }>("SELECT id FROM incidents WHERE agency_id = 'harbor-city'");
  assert.ok(own.length >= 1);
  assert.deepEqual(incidents.map(({ id }) => id).sort(), own.map(({ id }) => id).sort());
});

test("a deeplink of harbor-city on sandbox-county's alert opens and finds nothing", async () => {
  const json = { query: `alert-${theirs.incidentId}` };
  const made = await send(server.url, { method: 'POST', path: '/integrations/irp', json, ...harbor.userToken });
  const none = { query: `alert-${NOBODY.incidentId}` };
  const same = await send(server.url, { method: 'POST', path: '/integrations/irp', json: none, ...harbor.userToken });
  assert.equal(made.status, 200);
  assert.equal(made.text.length, same.text.length);
});

test("harbor-city's client is answered about sandbox-county's users as about nobody", async () => {
  const token = async (username: string, password: string) => {
    const form = {
      grant_type: 'password',
      client_id: 'harbor-cad',
      client_secret: 'harbor-cad-secret',
      username,
      password,
    };
    const answer = await send(server.url, { method: 'POST', path: '/oauth/v2/token', form });
    return `${answer.status} ${answer.headers.get('www-authenticate')} ${answer.text}`;
  };
  const [email, password] = PEOPLE.sandboxAgent;
  const right = await token(email, password);
  assert.match(right, /^401 /);
  assert.equal(right, await token('nobody@nowhere.test', password));
  assert.equal(right, await token(email, 'a wrong password'));
});

test('an e-mail address in use at sandbox-county is refused in words that do not state where', async () => {
  const json = { first_name: 'A', last_name: 'B', role: 'agent' };
  const add = (email: string) =>
    send(server.url, { method: 'POST', path: '/api/users', json: { ...json, email }, ...harbor.admin });
  const elsewhere = await add(PEOPLE.sandboxAgent[0]);
  const here = await add(PEOPLE.harborAgent[0]);
  assert.equal(elsewhere.status, 409);
  assert.equal(comparable(elsewhere, theirs), comparable(here, theirs));
});

test("one partner's idempotency key and source id name its alert in one agency only", async () => {
  const token = await clientToken(server.url, 'sandbox-alarm');
  const [sandboxAlert, harborAlert] = [
    await raise(server.url, token, alertBody('one-source')),
    await raise(server.url, token, alertBody('one-source', { callflow: 'harbor' })),
  ];
  assert.notEqual(sandboxAlert, harborAlert);
  const read = (credentials: Credentials, id: string) =>
    send(server.url, { path: `/api/incidents/${id}`, ...credentials });
  assert.equal((await read(harbor.userToken, harborAlert)).status, 200);
  assert.equal((await read(harbor.userToken, sandboxAlert)).status, 404);
  assert.equal((await read(sandbox.userToken, harborAlert)).status, 404);
});

describe('a call that sandbox-county transferred to harbor-city, and alerts that it shares with it', () => {
  const HARBORS = Object.entries(WHO).filter(([who]) => who.startsWith("harbor-city's"));
  const ofTransfers = (name: string) => /\/api\/transfers(\/|$)/.test(name);
  let transferId: string;
  let shareId: string;
  let sharedId: string;
  let third: Credentials;
  before(async () => {
    const path = `/api/incidents/${theirs.callId}/transfers`;
    const json = { to_agency_id: 'harbor-city', for_minutes: 60 };
    const opened = await send(server.url, { method: 'POST', path, json, ...sandbox.agent });
    assert.equal(opened.status, 201, opened.text);
    transferId = jsonOf<{ id: string }>(opened).id;
    const shares = { to_agency_id: 'harbor-city', kind: 'alert', for_hours: 1 };
    const given = await send(server.url, { method: 'POST', path: '/api/shares', json: shares, ...sandbox.admin });
    assert.equal(given.status, 201, given.text);
    shareId = jsonOf<{ id: string }>(given).id;
    const number = await rows.all<{ number: number }>(`SELECT number FROM incidents WHERE id = '${theirs.incidentId}'`);
    sharedId = `${shareId}.${number[0]?.number}`;
    third = { jar: await thirdsAdmin() };
  });

  /** The session of a new administrator of the third agency. */
  async function thirdsAdmin(): Promise<CookieJar> {
    const email = 'admin@third.test';
    const person = { first_name: 'Ty', last_name: 'Third', email, role: 'admin' };
    const path = `/api/users?agency_id=${THIRD_AGENCY}`;
    const added = await send(server.url, { method: 'POST', path, json: person, ...operator });
    assert.equal(added.status, 201, added.text);
    const { password_link } = jsonOf<{ password_link: { url: string } }>(added);
    const password = 'four plain words of a third city';
    const link_token = new URL(password_link.url).hash.slice(1);
    const set = await send(server.url, { method: 'POST', path: '/api/password', json: { link_token, password } });
    assert.ok(set.status < 300, set.text);
    const jar = new CookieJar();
    const opened = await send(server.url, { method: 'POST', path: '/api/session', json: { email, password }, jar });
    assert.equal(opened.status, 200, opened.text);
    return jar;
  }
  const readBy = (credentials: Credentials, id = transferId) =>
    send(server.url, { path: `/api/transfers/${id}`, ...credentials });
  const listedBy = async (credentials: Credentials) =>
    (await send(server.url, { path: '/api/transfers', ...credentials })).text;

  test('is read by its people alone, by the transfer, without notes, words, media, claims and the incident’s id', async () => {
    for (const id of [transferId, sharedId]) {
      for (const credentials of [harbor.agent, harbor.admin]) {
        const answer = await readBy(credentials, id);
        assert.equal(answer.status, 200, answer.text);
        const listed = await listedBy(credentials);
        assert.ok(listed.includes(id), listed);
        for (const mark of [...marks, theirs.mediaId]) assert.ok(!answer.text.includes(mark), mark);
        for (const mark of [...marks, theirs.mediaId]) assert.ok(!listed.includes(mark), mark);
      }
      for (const credentials of [harbor.cadToken, harbor.userToken, harbor.eventsToken, harbor.deeplink]) {
        assert.ok([401, 403].includes((await readBy(credentials, id)).status));
        const path = `/api/transfers/${id}/cards/medical/open`;
        const opened = await send(server.url, { method: 'POST', path, ...credentials });
        const json = { status: 'ACCEPTED' };
        const answered = await send(server.url, {
          method: 'PATCH',
          path: `/api/transfers/${id}/alert`,
          json,
          ...credentials,
        });
        for (const { status } of [opened, answered]) assert.ok([401, 403].includes(status));
      }
    }
  });

  for (const [who, credentials] of HARBORS) {
    test(`${who} is answered by every other path as for a call that exists nowhere`, async () => {
      for (const checked of byId.filter(({ name }) => !ownRight(name) && !ofTransfers(name))) {
        const real = await send(server.url, asked(checked, theirs, credentials()));
        const none = await send(server.url, asked(checked, NOBODY, credentials()));
        assert.equal(comparable(real, theirs), comparable(none, NOBODY), checked.name);
      }
    });

    test(`${who} finds it in no list, search, queue, stream page or figure`, async () => {
      for (const checked of checkedRoutes().filter(({ route, name }) => route.method === 'GET' && !ofTransfers(name))) {
        const answer = await send(server.url, asked(checked, NOBODY, credentials()));
        for (const mark of [theirs.callId, theirs.otherCallId, theirs.incidentId]) {
          assert.ok(!answer.text.includes(mark), `${checked.name}: ${answer.text}`);
        }
      }
    });
  }

  test('has no event in the log of harbor-city, from which its streams, webhooks, live audio and dialects read', async () => {
    await raise(server.url, await clientToken(server.url, 'sandbox-alarm'), alertBody(null));
    const own = await rows.all<{ packed: Uint8Array | null; at: number; body: string; type: string }>(
      "SELECT packed, at, body, type FROM events WHERE agency_id = 'harbor-city'",
    );
    assert.ok(own.length > 0 && own.every(({ packed }) => packed !== null));
    const events = own
      .map(({ packed, at, body, type }) => `${type} ${packed === null ? body : JSON.stringify(unpack(packed, at))}`)
      .filter((text) => /transfer|share/i.test(text));
    const ofCall = await rows.all<{ agency_id: string }>(
      `SELECT DISTINCT agency_id FROM events WHERE incident_id IN ('${theirs.callId}', '${theirs.incidentId}')`,
    );
    assert.deepEqual(events, []);
    assert.deepEqual(
      ofCall.map(({ agency_id }) => agency_id),
      ['sandbox-county'],
    );
  });

  test('is nothing to a third agency, which has another call by another transfer', async () => {
    for (const id of [transferId, sharedId]) assert.equal((await readBy(third, id)).status, 404);
    const listed = await send(server.url, { path: '/api/transfers', ...third });
    assert.ok(listed.text.includes(theirs.transferId), listed.text);
    for (const id of [transferId, shareId]) assert.ok(!listed.text.includes(id));
    const unshared = await send(server.url, { method: 'DELETE', path: `/api/shares/${shareId}`, ...third });
    assert.equal(unshared.status, 404);
    const ended = await send(server.url, { method: 'DELETE', path: `/api/transfers/${transferId}`, ...third });
    assert.equal(ended.status, 404);
    for (const id of [transferId, sharedId]) assert.equal((await readBy(harbor.agent, id)).status, 200);
  });

  test('is recorded by both agencies: given, received, looked at and ended', async () => {
    const end = await send(server.url, { method: 'DELETE', path: `/api/transfers/${transferId}`, ...harbor.agent });
    assert.equal(end.status, 204, end.text);
    const records = await rows.all<{ agency_id: string; action: string }>(
      `SELECT agency_id, action FROM audit_records WHERE subject IN ('${transferId}', '${theirs.callId}')
        AND (action LIKE 'transfer.%' OR action = 'incident.looked_up')`,
    );
    const of = (agency: string) =>
      new Set(records.filter((each) => each.agency_id === agency).map((each) => each.action));
    assert.deepEqual(of('harbor-city'), new Set(['transfer.received', 'incident.looked_up', 'transfer.ended']));
    assert.ok(
      ['transfer.given', 'incident.looked_up', 'transfer.ended'].every((each) => of('sandbox-county').has(each)),
    );
  });

  test('is nothing to harbor-city from its end on, and both still see that there was a transfer, or a share', async () => {
    const unshared = await send(server.url, { method: 'DELETE', path: `/api/shares/${shareId}`, ...harbor.admin });
    assert.equal(unshared.status, 204, unshared.text);
    for (const credentials of [harbor.agent, harbor.admin, sandbox.agent]) {
      for (const id of [transferId, sharedId]) assert.equal((await readBy(credentials, id)).status, 404);
    }
    assert.ok(!(await listedBy(harbor.admin)).includes(shareId));
    for (const [credentials, isOwn] of [
      [harbor.admin, true],
      [sandbox.admin, false],
    ] as const) {
      const { shares } = jsonOf<{ shares: { id: string; in_force: boolean; ended: { is_own: boolean } }[] }>(
        await send(server.url, { path: '/api/shares', ...credentials }),
      );
      const found = shares.find(({ id }) => id === shareId);
      assert.deepEqual([found?.in_force, found?.ended.is_own], [false, isOwn]);
    }
    for (const [credentials, isOwn] of [
      [harbor.agent, true],
      [sandbox.agent, false],
    ] as const) {
      const { transfers } = jsonOf<{ transfers: { id: string; in_force: boolean; ended: { is_own: boolean } }[] }>(
        await send(server.url, { path: '/api/transfers', ...credentials }),
      );
      const found = transfers.find(({ id }) => id === transferId);
      assert.deepEqual([found?.in_force, found?.ended.is_own], [false, isOwn]);
    }
  });
});
