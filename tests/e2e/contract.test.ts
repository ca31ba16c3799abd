import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { ACTIVE911 } from '../../packages/gateway/src/cli/contract/active911.ts';
import { jsonBody } from '../../packages/gateway/src/cli/contract/checks.ts';
import type { ContractDialect } from '../../packages/gateway/src/cli/contract/dialect.ts';
import type { Exchange } from '../../packages/gateway/src/cli/contract/exchange.ts';
import type { Line, Need } from '../../packages/gateway/src/cli/contract/lines.ts';
import { PREPARED } from '../../packages/gateway/src/cli/contract/prepared.ts';
import { RAPIDSOS } from '../../packages/gateway/src/cli/contract/rapidsos.ts';
import { type Credentials, Run, type RunSettings } from '../../packages/gateway/src/cli/contract/run.ts';
import { runInProcess } from '../../packages/testing/src/command-line.ts';
import { freePort } from '../../packages/testing/src/free-port.ts';
import { type GatewayProcess, startGatewayProcess } from '../../packages/testing/src/gateway-process.ts';
import { signInOverHttp } from '../../packages/testing/src/person-over-http.ts';
import { LIVEKIT_ENV } from './audio-cases.ts';
import { faultOf } from './contract-faults.ts';
import { CookieJar, expectJson } from './http-client.ts';
import { issuePersonalToken, numbersOf } from './personal-token.ts';
import { type Fault, NUMBER, type PlantedServer, startPlantedServer } from './planted-faults.ts';
import { alertBody, clientToken, raise } from './sandbox.ts';

const NO_LIMITS = ['tokens', 'alerts', 'reads', 'sign-ins', 'failures', 'names'].flatMap((name) => [
  `--limit-${name}-per-minute`,
  '0',
]);

interface Dialect {
  readonly name: string;
  readonly dialect: ContractDialect;
  readonly credentials: Credentials;
  readonly environment: Readonly<Record<string, string>>;
  /** What is given for every line but those that write. */
  readonly args: readonly string[];
  readonly writing: readonly string[];
}

/** They stand for what is known once there is a server. */
const RECEIVER_PORT = '(port)';
const RECEIVER_URL = '(url)';
const RADE = '/v1/rade';
const NOBODY_ELSE = {
  person: null,
  second: null,
  callflow: '',
  redirectUri: '',
  refreshToken: null,
  personalToken: null,
};

const DIALECTS: readonly Dialect[] = [
  {
    name: 'rapidsos',
    dialect: RAPIDSOS,
    credentials: {
      clientId: 'sandbox-cad',
      clientSecret: 'sandbox-cad-secret',
      person: { username: 'agent@sandbox.test', password: 'sandbox-agent-pass-911' },
      second: { clientId: 'sandbox-alarm', clientSecret: 'sandbox-alarm-secret' },
      callflow: 'sandbox',
      redirectUri: '',
      refreshToken: null,
      personalToken: null,
    },
    environment: {
      SALLYPORT_CLIENT_SECRET: 'sandbox-cad-secret',
      SALLYPORT_PASSWORD: 'sandbox-agent-pass-911',
      SALLYPORT_STATION_CLIENT_SECRET: 'sandbox-alarm-secret',
    },
    args: ['--client-id', 'sandbox-cad', '--username', 'agent@sandbox.test', '--rade-path', RADE],
    writing: [
      ...['--write', '--callflow', 'sandbox', '--station-client-id', 'sandbox-alarm'],
      ...['--receiver-port', RECEIVER_PORT, '--receiver-url', RECEIVER_URL],
    ],
  },
  {
    name: 'prepared',
    dialect: PREPARED,
    credentials: {
      clientId: 'sandbox-prepared-events',
      clientSecret: 'sandbox-prepared-events-secret',
      person: null,
      second: { clientId: 'sandbox-prepared-cad', clientSecret: 'sandbox-prepared-cad-secret' },
      callflow: '',
      redirectUri: '',
      refreshToken: null,
      personalToken: null,
    },
    environment: {
      SALLYPORT_CLIENT_SECRET: 'sandbox-prepared-events-secret',
      SALLYPORT_CAD_CLIENT_SECRET: 'sandbox-prepared-cad-secret',
    },
    args: ['--client-id', 'sandbox-prepared-events', '--cad-client-id', 'sandbox-prepared-cad'],
    writing: ['--write'],
  },
  {
    name: 'active911',
    dialect: ACTIVE911,
    credentials: {
      clientId: 'sandbox-responder',
      clientSecret: 'sandbox-responder-secret',
      person: { username: 'admin@sandbox.test', password: 'sandbox-admin-pass-911' },
      second: null,
      callflow: '',
      redirectUri: 'http://localhost',
      refreshToken: null,
      personalToken: null,
    },
    environment: { SALLYPORT_CLIENT_SECRET: 'sandbox-responder-secret', SALLYPORT_PASSWORD: 'sandbox-admin-pass-911' },
    args: ['--client-id', 'sandbox-responder', '--username', 'admin@sandbox.test'],
    writing: [],
  },
];
const SECRETS = /sandbox-(cad|alarm|responder|prepared-\w+)-secret|sandbox-\w+-pass-911|eyJ[\w-]{10}/;

let gateway: GatewayProcess;
let planted: PlantedServer;
let receiverPort: number;
before(async () => {
  const port = await freePort();
  receiverPort = await freePort();
  planted = await startPlantedServer(`http://127.0.0.1:${port}`, receiverPort);
  gateway = await startGatewayProcess({ port, publicUrl: planted.url, args: NO_LIMITS, env: LIVEKIT_ENV });
  const token = await clientToken(gateway.url, 'sandbox-alarm');
  for (const name of ['one', 'two']) await raise(gateway.url, token, alertBody(`contract ${name}`));
  const equipment = await clientToken(gateway.url, 'sandbox-call-handling');
  for (const last of [1, 2]) {
    const call = { caller_phone_number: `+1555555012${last}` };
    const location = { latitude: 40.7484, longitude: -73.9857, uncertainty_radius: 25 };
    const path = '/api/incidents';
    await expectJson(gateway.url, 201, { method: 'POST', path, token: equipment, json: { call, location } });
  }
  const jar = new CookieJar();
  const admin = { email: 'admin@sandbox.test', password: 'sandbox-admin-pass-911' };
  await expectJson(gateway.url, 200, { method: 'POST', path: '/api/session', json: admin, jar });
  // With a place on the map, which a line follows.
  const { access_token: token911 } = await issuePersonalToken(gateway.url, jar);
  for (const _ of ['one', 'two']) await numbersOf(gateway.url, token911);
});
after(async () => {
  await planted.stop();
  await gateway.stop();
});

interface Printed {
  readonly line: string;
  readonly source: string;
  readonly holds: boolean | null;
  readonly offered?: false;
  readonly fault?: string;
}

async function contract(
  { name, environment }: Dialect,
  args: readonly string[],
  url = planted.url,
  onOutput?: (output: string) => void,
): Promise<{ code: number; output: string }> {
  Object.assign(process.env, environment);
  const known: Record<string, string> = {
    [RECEIVER_PORT]: String(receiverPort),
    [RECEIVER_URL]: `${planted.url}/deliveries`,
  };
  try {
    return await runInProcess(['contract', name, url, ...args.map((arg) => known[arg] ?? arg)], onOutput);
  } finally {
    for (const variable of Object.keys(environment)) delete process.env[variable];
  }
}
/** Exit code 2 and one sentence. */
async function couldNotRun(run: Promise<{ code: number; output: string }>, sentence: RegExp): Promise<void> {
  const { code, output } = await run;
  assert.equal(code, 2, output);
  assert.match(output, sentence);
  assert.equal(output.trim().split('\n').length, 1, output);
  assert.doesNotMatch(output, SECRETS);
}
const printedIn = (output: string) =>
  output
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Printed);

/** The lines of a dialect but those that need that. */
const linesBut = ({ lines }: ContractDialect, need: Need) => lines.filter(({ needs }) => !needs.includes(need));

/** For each line, what answers it and how to plant one fault there. */
async function plantsOf({ dialect, credentials }: Dialect): Promise<{ line: Line; at: string; fault: Fault }[]> {
  planted.begin();
  const receiver = { port: receiverPort, url: new URL('/deliveries', planted.url) };
  const settings: RunSettings = { receiver, radePath: RADE, floodRequests: null };
  const run = new Run(new URL(planted.url), credentials, settings);
  const plants: { line: Line; at: string; fault: Fault }[] = [];
  for (const { step } of dialect.signIns) await run.take(step);
  for (const line of linesBut(dialect, 'flood')) {
    const exchange: Exchange = await run.take(line.step);
    // The last one of that text: handshakes before may have had the same first message.
    const message = planted.messages.findLast(({ text }) => text === exchange.text);
    const at = exchange.headers.get(NUMBER) ?? message?.name ?? assert.fail(`${line.name}: nothing answered it`);
    plants.push({ line, at, fault: faultOf(line, exchange) });
  }
  await run.end();
  return plants;
}

/**
 * So many runs that each line has its fault in one of them, and each step at most one fault a run. A body that is no JSON hides
 * every other line of its step, and is alone.
 */
function roundsOf<Plant extends { line: Line; at: string }>(plants: readonly Plant[]): Plant[][] {
  const rounds: Plant[][] = [];
  const taken = new Map<string, number>();
  const [alone, together] = [true, false].map((is) => plants.filter(({ line }) => (line.check === jsonBody) === is));
  for (const plant of together ?? []) {
    const round = taken.get(plant.at) ?? 0;
    taken.set(plant.at, round + 1);
    rounds[round] ??= [];
    rounds[round].push(plant);
  }
  return [...rounds, ...(alone ?? []).map((plant) => [plant])];
}

for (const dialect of DIALECTS) {
  describe(`sallyport contract ${dialect.name}`, () => {
    test('every line has a name of its own and the title of its source', () => {
      const { lines } = dialect.dialect;
      assert.equal(new Set(lines.map(({ name }) => name)).size, lines.length);
      for (const { source } of lines) assert.match(source, /^(seed|documentation|specification|observed|client): \w/);
      assert.doesNotMatch(JSON.stringify(lines.map(({ source }) => source)), /shared|\.md|\.txt|\d{3}_/);
    });

    for (const more of dialect.writing.length === 0 ? [[]] : [[], dialect.writing]) {
      test(`holds on every line against our server${more.length === 0 ? '' : ', writing too'}`, async () => {
        planted.begin();
        const { code, output } = await contract(dialect, [...dialect.args, ...more, '--json']);
        const printed = printedIn(output);
        assert.deepEqual(
          printed.filter(({ holds }) => holds !== true).map(({ line, fault }) => `${line}: ${fault}`),
          [],
        );
        assert.equal(code, 0);
        const wanted = linesBut(dialect.dialect, 'flood').filter(
          ({ needs }) => more.length > 0 || !needs.includes('write'),
        );
        assert.deepEqual(
          printed.map(({ line }) => line),
          wanted.map(({ name }) => name),
        );
        assert.doesNotMatch(output, SECRETS);
      });
    }

    test('a server with one thing wrong fails at that line and at no other', async () => {
      const plants = await plantsOf(dialect);
      assert.equal(plants.length, linesBut(dialect.dialect, 'flood').length);
      for (const round of roundsOf(plants)) {
        planted.begin(new Map(round.map(({ at, fault }) => [at, fault])));
        const { code, output } = await contract(dialect, [...dialect.args, ...dialect.writing, '--json']);
        const hidesOthers = round.some(({ line }) => line.check === jsonBody);
        const notHeld = printedIn(output).filter(({ holds }) => holds === false || (holds === null && !hidesOthers));
        assert.deepEqual(
          notHeld.map(({ line, holds, fault }) => (holds === false ? line : `${line}: not seen, ${fault}`)),
          round.map(({ line }) => line.name),
        );
        assert.equal(code, 1);
        for (const { fault } of notHeld) assert.match(fault ?? '', / (must|was not answered)/);
        assert.doesNotMatch(output, SECRETS);
      }
    });

    test('it could not run: no server, an unknown client, a person who is not known, no secret', async () => {
      planted.begin();
      const nowhere = `http://127.0.0.1:${await freePort()}`;
      await couldNotRun(contract(dialect, dialect.args, nowhere), /cannot be tested: .* ECONNREFUSED/);
      const wrong = (variable: string) => ({
        ...dialect,
        environment: { ...dialect.environment, [variable]: 'wrong' },
      });
      await couldNotRun(
        contract(wrong('SALLYPORT_CLIENT_SECRET'), dialect.args),
        /check --client-id and SALLYPORT_CLIENT_SECRET/,
      );
      if (dialect.args.includes('--username')) {
        await couldNotRun(
          contract(wrong('SALLYPORT_PASSWORD'), dialect.args),
          /check --username and SALLYPORT_PASSWORD/,
        );
      }
      const { SALLYPORT_CLIENT_SECRET: _, ...environment } = dialect.environment;
      await couldNotRun(contract({ ...dialect, environment }, dialect.args), /SALLYPORT_CLIENT_SECRET must have/);
      await couldNotRun(contract(dialect, dialect.args, 'gateway.example'), /BASE-URL must be/);
    });
  });
}

test('an option that says nothing is refused in one sentence', async () => {
  const [rapidsos] = DIALECTS;
  assert.ok(rapidsos);
  const writing = [...rapidsos.args, '--write', '--callflow', 'sandbox'];
  await couldNotRun(contract(rapidsos, [...rapidsos.args, '--flood', '0']), /--flood must be a whole number/);
  await couldNotRun(contract(rapidsos, [...writing, '--receiver-port', 'x']), /--receiver-port must be a whole/);
  await couldNotRun(contract(rapidsos, [...writing, '--receiver-url', 'here']), /--receiver-url must be the http/);
  const path = [...rapidsos.args.slice(0, -1), 'v1/rade'];
  await couldNotRun(contract(rapidsos, path), /--rade-path must begin with \//);
});

test('a report is read on the terminal, as a page and as JUnit, and has no secret in it', async () => {
  const [rapidsos] = DIALECTS;
  assert.ok(rapidsos);
  const folder = await mkdtemp(join(tmpdir(), 'sallyport-contract-'));
  const files = [join(folder, 'report.html'), join(folder, 'report.xml')] as const;
  const fault: Fault = (passing) => {
    passing.body = passing.body.replace('"access_token"', '"acces_token"');
  };
  planted.begin(new Map([['1', fault]]));
  const more = ['--write', 'false', '--html', files[0], '--junit', files[1]];
  const { code, output } = await contract(rapidsos, [...rapidsos.args, ...more]);
  const [html, junit] = await Promise.all(files.map((file) => readFile(file, 'utf8')));
  await rm(folder, { recursive: true });
  assert.equal(code, 1);
  const fails =
    /FAILS {5}POST \/oauth\/token: access_token is text that is not empty\n {10}seed: RapidSOS [^\n]+\n {10}access_token must be so: [^\n]+ it is missing\n/;
  assert.match(output, fails);
  assert.match(output, /client_secret=\(hidden\)/);
  assert.match(output, /"acces_token":"\(hidden\)"/);
  assert.match(output, /\d+ of \d+ lines hold, 1 fail\. \d+ more need --write\. \d+ more need --flood\.\n$/);
  assert.match(html ?? '', /<tr class="fails"><td>fails<\/td><td>POST \/oauth\/token: access_token/);
  assert.match(junit ?? '', /failures="1" errors="0" skipped="0"/);
  for (const text of [output, html ?? '', junit ?? '']) assert.doesNotMatch(text, SECRETS);
  assert.ok(!output.includes('\u001b'), 'colours are for terminals alone');
});

test('a refresh token that somebody consented to before stands for the person', async () => {
  const active911 = DIALECTS.find(({ name }) => name === 'active911');
  assert.ok(active911);
  planted.begin();
  const scope = 'read_agency read_alert read_response read_device read_mapdata';
  const client = { client_id: 'sandbox-responder', client_secret: 'sandbox-responder-secret' };
  const person = await signInOverHttp(gateway.url, 'admin@sandbox.test', 'sandbox-admin-pass-911');
  const asked = new URLSearchParams({ client_id: client.client_id, response_type: 'code', scope });
  const authorize = new URL(`/interface/open_api/authorize_agency.php?${asked}`, gateway.url);
  const code = (await person.answer(authorize, scope.split(' '))).searchParams.get('code') ?? '';
  const form = { ...client, grant_type: 'authorization_code', scope, code };
  const path = '/interface/open_api/token.php';
  type Tokens = { refresh_token: string };
  const { refresh_token } = await expectJson<Tokens>(gateway.url, 200, { method: 'POST', path, form });
  const environment = { ...active911.environment, SALLYPORT_REFRESH_TOKEN: refresh_token };
  const { code: exit, output } = await contract({ ...active911, environment }, ['--client-id', client.client_id]);
  assert.equal(exit, 0, output);
  assert.match(
    output,
    /\d+ of \d+ lines hold, 0 fail\. \d+ more need --username\. \d+ more need --username or \w+\.\n$/,
  );
  assert.ok(!output.includes(refresh_token));
  const { SALLYPORT_PASSWORD: _, ...neither } = active911.environment;
  const args = ['--client-id', client.client_id];
  await couldNotRun(contract({ ...active911, environment: neither }, args), /SALLYPORT_REFRESH_TOKEN must have/);
});

describe('sallyport contract of a server with limits, without live audio', () => {
  let limited: GatewayProcess;
  let between: PlantedServer;
  before(async () => {
    const port = await freePort();
    between = await startPlantedServer(`http://127.0.0.1:${port}`);
    limited = await startGatewayProcess({ port, publicUrl: between.url, args: ['--limit-tokens-per-minute', '60'] });
  });
  after(async () => {
    await between.stop();
    await limited.stop();
  });

  /** As a client that has asked for nothing yet, and of which no other test asks anything. */
  const unused = ['sandbox-cad', 'harbor-cad', 'sandbox-alarm', 'harbor-events', 'harbor-prepared-cad'];
  async function flood(fault?: { at: string; fault: Fault }) {
    const clientId = unused.shift() ?? assert.fail('more clients are needed');
    between.begin(fault && new Map([[fault.at, fault.fault]]));
    const environment = { SALLYPORT_CLIENT_SECRET: `${clientId}-secret` };
    const of = { name: 'rapidsos', dialect: RAPIDSOS, credentials: { clientId: '', clientSecret: '', ...NOBODY_ELSE } };
    const args = ['--client-id', clientId, '--flood', '80', '--json'];
    const { code, output } = await contract({ ...of, environment, args, writing: [] }, args, between.url);
    assert.doesNotMatch(output, /whsec_|eyJ[\w-]{10}/);
    return { code, printed: printedIn(output) };
  }
  const lines = RAPIDSOS.lines.filter(({ needs }) => needs.includes('flood'));

  test('the lines about too many requests hold, and each fails alone where its fault is planted', async () => {
    const whole = await flood();
    const seen = whole.printed.filter(({ line }) => lines.some(({ name }) => name === line));
    assert.deepEqual(
      seen.map(({ holds }) => holds),
      lines.map(() => true),
    );
    const exchange = { json: { detail: 'Too many requests' }, status: 429 } as unknown as Exchange;
    for (const line of lines) {
      const { code, printed } = await flood({ at: 'status 429', fault: faultOf(line, exchange) });
      const notHeld = printed.filter(
        ({ line: name, holds }) => holds !== true && name.startsWith('POST /oauth/token, too'),
      );
      const hidesOthers = line.check.name === 'answers JSON';
      const failed = notHeld.filter(({ holds }) => holds === false || !hidesOthers);
      assert.deepEqual(
        failed.map(({ line: name }) => name),
        [line.name],
      );
      assert.equal(code, 1);
    }
  });

  test('what the server states not to offer is no fault, and what could not be seen is told by exit code 3', async () => {
    const prepared = DIALECTS.find(({ name }) => name === 'prepared');
    assert.ok(prepared);
    between.begin();
    const empty = await contract(prepared, prepared.args, between.url);
    assert.equal(empty.code, 3, empty.output);
    assert.match(empty.output, /, 0 fail, \d+ could not be seen\. \d+ more need --write\.\n$/);
    const equipment = await clientToken(limited.url, 'sandbox-call-handling');
    const call = { caller_phone_number: '+15555550121' };
    const location = { latitude: 40.7484, longitude: -73.9857, uncertainty_radius: 25 };
    const json = { call, location };
    await expectJson(limited.url, 201, { method: 'POST', path: '/api/incidents', token: equipment, json });
    between.begin();
    const { code, output } = await contract(prepared, prepared.args, between.url);
    assert.match(output, /not offered {2}POST \/v1\/incident_events\/\{id\}\/stream_token/);
    assert.match(output, /0 fail, 3 are not offered by this server\. \d+ more need --write\.\n$/);
    assert.equal(code, 0);
    const asJson = printedIn((await contract(prepared, [...prepared.args, '--json'], between.url)).output);
    assert.equal(asJson.filter(({ offered }) => offered === false).length, 3);
  });
});

test('a run that is ended in the middle takes back what it made, and states how it ended', async () => {
  const dialect = DIALECTS.find(({ name }) => name === 'rapidsos') ?? assert.fail();
  planted.begin();
  const token = await clientToken(gateway.url, 'sandbox-cad');
  const subscriptions = async () =>
    expectJson(gateway.url, 200, { method: 'GET', path: '/v1/webhooks/subscriptions', token });
  const startedAt = Date.now();
  const subscribed = await subscriptions();
  let isAsked = false;
  const { code, output } = await contract(dialect, [...dialect.args, ...dialect.writing], planted.url, (printed) => {
    if (isAsked || !/\/v1\/rem\/trigger: answers/.test(printed)) return;
    isAsked = true;
    process.emit('SIGINT', 'SIGINT');
  });
  assert.equal(isAsked, true);
  assert.equal(code, 130, output);
  assert.doesNotMatch(output, /left on the server|lines hold/);
  const { alerts: raised } = await expectJson<{ alerts: { status: { name: string } }[] }>(gateway.url, 200, {
    ...{ method: 'GET', path: `/v1/alerts?start=${startedAt}&limit=100`, token },
  });
  assert.ok(raised.length > 0);
  for (const { status } of raised) assert.equal(status.name, 'CANCELED');
  assert.deepEqual(await subscriptions(), subscribed);
});
