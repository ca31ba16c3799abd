import { writeFile } from 'node:fs/promises';
import { type Call, defineCommand, flag, needed, UsageError, value } from './command.ts';
import { ACTIVE911 } from './contract/active911.ts';
import type { ContractDialect } from './contract/dialect.ts';
import type { Finding, Need } from './contract/lines.ts';
import { CouldNotRun, perform } from './contract/perform.ts';
import { PREPARED } from './contract/prepared.ts';
import { RAPIDSOS } from './contract/rapidsos.ts';
import { htmlText, junitText, objectOf, type Report, summaryOf, tallyOf, terminalText } from './contract/report.ts';
import { ASKING_ALONE, type Credentials, Run, type RunSettings } from './contract/run.ts';
import { signalled } from './end-signals.ts';

const SHARED = {
  'client-id': needed('id', 'The client; its secret is in SALLYPORT_CLIENT_SECRET'),
  html: value('file', 'Write the report as a page'),
  junit: value('file', "Write the report as JUnit's XML"),
} as const;
const EXIT_CODES =
  'exit code 0 where every line holds, 1 where one fails, 2 where it could not run, 3 where none fails and one could not be seen';
const NOT_ALL_SEEN = 3;
const BASE_URL = { name: 'BASE-URL', sentence: 'Where the server answers' };

function baseOf(operand: string | undefined): URL {
  if (operand === undefined || !URL.canParse(operand) || !/^https?:$/.test(new URL(operand).protocol)) {
    throw new UsageError('BASE-URL must be where the server answers, as in https://api.example.com');
  }
  const url = new URL(operand);
  if (url.username !== '' || url.password !== '') throw new UsageError('BASE-URL must have no user name and password');
  return url;
}

/** A secret, which stands in the environment alone: arguments are seen by every process of the machine. */
function secretOf(variable: string, purpose: string): string {
  const secret = process.env[variable];
  if (secret === undefined || secret === '') throw new UsageError(`${variable} must have ${purpose}`);
  return secret;
}

async function save(file: string | undefined, text: string): Promise<void> {
  if (file === undefined) return;
  await writeFile(file, text).catch((err: NodeJS.ErrnoException) => {
    throw new UsageError(`${file} cannot be written: ${err.code}`);
  });
}

/** A whole number of an option, from 1 on. */
function countOf(name: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  if (!/^\d{1,5}$/.test(text) || Number(text) === 0)
    throw new UsageError(`--${name} must be a whole number from 1 to 99999`);
  return Number(text);
}

const LOOPBACK = /^(127\.\d+\.\d+\.\d+|\[::1\]|localhost)$/;
const RECEIVER_PORT = 9_081;

/** Where webhooks are received: on loopback, which a server on this machine reaches by itself, and any other by the address that is given. */
function receiverOf(base: URL, given: { port: string | undefined; url: string | undefined }): RunSettings['receiver'] {
  const port = countOf('receiver-port', given.port) ?? RECEIVER_PORT;
  if (given.url === undefined) {
    return LOOPBACK.test(base.hostname) ? { port, url: new URL(`http://127.0.0.1:${port}`) } : null;
  }
  if (!URL.canParse(given.url) || !/^https?:$/.test(new URL(given.url).protocol)) {
    throw new UsageError(
      '--receiver-url must be the http or https address by which the server reaches --receiver-port',
    );
  }
  return { port, url: new URL(given.url) };
}

interface Asked {
  readonly html: string | undefined;
  readonly junit: string | undefined;
}

/** What is not given of what lines need, and how to give it. */
type Reasons = Readonly<Partial<Record<Need, string>>>;

/** Why lines were left out, where any were. */
function leftOutBy(dialect: ContractDialect, reasons: Reasons): string | null {
  const sentences = Object.entries(reasons).map(([need, how]) => {
    const count = dialect.lines.filter(({ needs }) => needs.includes(need as Need)).length;
    return count === 0 ? '' : `${count} more need ${how}.`;
  });
  return sentences.join(' ').trim() || null;
}

/** Runs the lines, prints each as it is found, writes the files; the exit code. */
async function report(
  call: Call,
  {
    dialect,
    credentials,
    asked,
    reasons,
    settings = ASKING_ALONE,
  }: {
    dialect: ContractDialect;
    credentials: Credentials;
    asked: Asked;
    settings?: RunSettings;
    reasons: Reasons;
  },
): Promise<number> {
  const base = baseOf(call.operand);
  const isIn = (needs: readonly Need[]) => needs.every((need) => !Object.hasOwn(reasons, need));
  const findings: Finding[] = [];
  const run = new Run(base, credentials, settings);
  const over = new AbortController();
  let endedBy: number | null = null;
  void signalled(over.signal).then((code) => {
    endedBy = code;
    run.interrupt();
  });
  const onLeft = (sentence: string) => call.fault(`What the run made may be left on the server: ${sentence}`);
  try {
    for await (const finding of perform(run, dialect, { isIn, onLeft })) {
      if (endedBy !== null) break;
      findings.push(finding);
      const text = terminalText(finding, call.style);
      if (finding.holds === false) call.printFault(objectOf(finding), text);
      else call.print(objectOf(finding), text);
    }
  } catch (err) {
    if (endedBy === null && err instanceof CouldNotRun) throw new UsageError(err.message);
    if (endedBy === null) throw err;
  } finally {
    over.abort();
  }
  if (endedBy !== null) return endedBy;
  const whole: Report = {
    title: `${dialect.title} contract`,
    url: base.href,
    findings,
    leftOut: leftOutBy(dialect, reasons),
  };
  if (!call.isJson) call.print(null, `${summaryOf(whole)}\n`);
  await save(asked.html, htmlText(whole, new Date()));
  await save(asked.junit, junitText(whole));
  const { failed, unseen } = tallyOf(findings);
  if (failed > 0) return 1;
  return unseen > 0 ? NOT_ALL_SEEN : 0;
}

/** The client's secret, and what a dialect has besides. */
function credentialsOf(clientId: string, others: Partial<Credentials>): Credentials {
  return {
    clientId,
    clientSecret: secretOf('SALLYPORT_CLIENT_SECRET', "the client's secret"),
    ...{ person: null, second: null, callflow: '', redirectUri: '', refreshToken: null, personalToken: null },
    ...others,
  };
}

function personOf(username: string | undefined): Credentials['person'] {
  if (username === undefined) return null;
  return { username, password: secretOf('SALLYPORT_PASSWORD', `the password of ${username}`) };
}

function secondOf(clientId: string | undefined, variable: string): Credentials['second'] {
  if (clientId === undefined) return null;
  return { clientId, clientSecret: secretOf(variable, `the secret of ${clientId}`) };
}

export const contractRapidsosCommand = defineCommand({
  words: ['contract', 'rapidsos'],
  sentence: `Test a server against what RapidSOS's documents promise; ${EXIT_CODES}`,
  operand: BASE_URL,
  options: {
    ...SHARED,
    write: flag('Raise and cancel test alerts as well; reads alone otherwise'),
    username: value('name', 'A person of the portal; the password is in SALLYPORT_PASSWORD'),
    'station-client-id': value(
      'id',
      'With --write, the client that raises alerts, where --client-id may not; its secret is in SALLYPORT_STATION_CLIENT_SECRET',
    ),
    callflow: value('name', 'With --write, the callflow that raises the test alerts'),
    'receiver-port': value(
      'port',
      `With --write, where webhooks are received on loopback; ${RECEIVER_PORT} where it is left out`,
    ),
    'receiver-url': value('url', 'The address by which a server on another machine reaches --receiver-port'),
    'rade-path': value('path', 'Where the server answers RAD-E, whose path is not published; /v1/rade at Sallyport'),
    flood: value('number', 'Send up to so many token requests at once, until one is refused for it; none otherwise'),
  },
  serverOptions: 'none',
  async run(call) {
    const { options } = call;
    const { username, callflow } = options;
    const writes = options.write === true;
    if (writes && callflow === undefined) {
      throw new UsageError('--write must have --callflow, which raises the test alerts');
    }
    const station = writes ? options['station-client-id'] : undefined;
    const radePath = options['rade-path'] ?? null;
    if (radePath?.startsWith('/') === false) throw new UsageError('--rade-path must begin with /');
    const given = { port: options['receiver-port'], url: options['receiver-url'] };
    const receiver = writes ? receiverOf(baseOf(call.operand), given) : null;
    const settings = { receiver, radePath, floodRequests: countOf('flood', options.flood) };
    return report(call, {
      settings,
      dialect: RAPIDSOS,
      credentials: credentialsOf(options['client-id'], {
        person: personOf(username),
        second: secondOf(station, 'SALLYPORT_STATION_CLIENT_SECRET'),
        ...(callflow !== undefined && { callflow }),
      }),
      asked: options,
      reasons: {
        ...(username === undefined && { person: '--username' }),
        ...(!writes && { write: '--write' }),
        ...(writes && receiver === null && { receiver: '--receiver-url' }),
        ...(radePath === null && { rade: '--rade-path' }),
        ...(settings.floodRequests === null && { flood: '--flood' }),
      },
    });
  },
});

export const contractPreparedCommand = defineCommand({
  words: ['contract', 'prepared'],
  sentence: `Test a server against what Prepared's documents promise; ${EXIT_CODES}`,
  operand: BASE_URL,
  options: {
    ...SHARED,
    write: flag('Find or create a test CAD incident as well; reads alone otherwise'),
    'cad-client-id': value(
      'id',
      'The client with the scope cad_incidents, beside --client-id with incident_events; its secret is in SALLYPORT_CAD_CLIENT_SECRET',
    ),
  },
  serverOptions: 'none',
  async run(call) {
    const { options } = call;
    const cad = options['cad-client-id'];
    return report(call, {
      dialect: PREPARED,
      credentials: credentialsOf(options['client-id'], { second: secondOf(cad, 'SALLYPORT_CAD_CLIENT_SECRET') }),
      asked: options,
      reasons: {
        ...(cad === undefined && { second: '--cad-client-id' }),
        ...(options.write !== true && { write: '--write' }),
      },
    });
  },
});

export const contractActive911Command = defineCommand({
  words: ['contract', 'active911'],
  sentence: `Test a server against what Active911's documents promise, by reads alone; ${EXIT_CODES}`,
  operand: BASE_URL,
  options: {
    ...SHARED,
    username: value(
      'name',
      "An administrator who consents, on Sallyport's own sign-in; the password is in SALLYPORT_PASSWORD. Without it, the refresh token in SALLYPORT_REFRESH_TOKEN",
    ),
    'redirect-uri': value(
      'uri',
      'Where the client is registered to be sent back; http://localhost where it is left out',
    ),
  },
  serverOptions: 'none',
  async run(call) {
    const { options } = call;
    const { username } = options;
    const redirectUri = options['redirect-uri'] ?? 'http://localhost';
    if (!URL.canParse(redirectUri)) throw new UsageError('--redirect-uri must be a whole URI');
    const refreshToken =
      username === undefined
        ? secretOf('SALLYPORT_REFRESH_TOKEN', 'a refresh token, where --username is left out')
        : null;
    const personalToken = process.env['SALLYPORT_PERSONAL_TOKEN'] || null;
    const isWithoutPersonal = username === undefined && personalToken === null;
    return report(call, {
      dialect: ACTIVE911,
      credentials: credentialsOf(options['client-id'], {
        ...{ person: personOf(username), redirectUri, refreshToken, personalToken },
      }),
      asked: options,
      reasons: {
        ...(username === undefined && { person: '--username' }),
        ...(isWithoutPersonal && { personal: '--username or SALLYPORT_PERSONAL_TOKEN' }),
      },
    });
  },
});
