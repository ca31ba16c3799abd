import { writeFile } from 'node:fs/promises';
import { type Call, defineCommand, flag, needed, UsageError, value } from './command.ts';
import type { ContractDialect } from './contract/dialect.ts';
import type { Finding, Need } from './contract/lines.ts';
import { CouldNotRun, perform } from './contract/perform.ts';
import { RAPIDSOS } from './contract/rapidsos.ts';
import { htmlText, jsonText, junitText, type Report, summaryOf, tallyOf, terminalText } from './contract/report.ts';
import { type Credentials, Run } from './contract/run.ts';

const SHARED = {
  'client-id': needed('id', 'The client; its secret is in SALLYPORT_CLIENT_SECRET'),
  write: flag('Raise and cancel test alerts as well; reads alone otherwise'),
  json: flag('Print one JSON object a line'),
  quiet: flag('Print nothing but what fails'),
  html: value('file', 'Write the report as a page'),
  junit: value('file', "Write the report as JUnit's XML"),
} as const;

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

interface Asked {
  readonly json: boolean | undefined;
  readonly quiet: boolean | undefined;
  readonly html: string | undefined;
  readonly junit: string | undefined;
}

/** Runs the lines, prints each as it is found, writes the files; the exit code. */
async function report(
  call: Call,
  {
    dialect,
    credentials,
    asked,
    isIn,
    leftOut,
  }: {
    dialect: ContractDialect;
    credentials: Credentials;
    asked: Asked;
    isIn: (needs: readonly Need[]) => boolean;
    leftOut: string | null;
  },
): Promise<number> {
  const base = baseOf(call.operand);
  const findings: Finding[] = [];
  try {
    for await (const finding of perform(new Run(base, credentials), dialect, isIn)) {
      findings.push(finding);
      if (asked.quiet === true && finding.holds !== false) continue;
      call.stdout.write(asked.json === true ? jsonText(finding) : terminalText(finding, call.stdout));
    }
  } catch (err) {
    if (err instanceof CouldNotRun) throw new UsageError(err.message);
    throw err;
  }
  const whole: Report = { title: `${dialect.title} contract`, url: base.href, findings, leftOut };
  if (asked.json !== true && asked.quiet !== true) call.stdout.write(`${summaryOf(whole)}\n`);
  await save(asked.html, htmlText(whole, new Date()));
  await save(asked.junit, junitText(whole));
  return tallyOf(findings).failed === 0 ? 0 : 1;
}

/** Why lines were left out, where any were. */
function leftOutBy(dialect: ContractDialect, reasons: Readonly<Partial<Record<Need, string>>>): string | null {
  const sentences = Object.entries(reasons).map(([need, how]) => {
    const count = dialect.lines.filter(({ needs }) => needs.includes(need as Need)).length;
    return count === 0 ? '' : `${count} more need ${how}.`;
  });
  return sentences.join(' ').trim() || null;
}

export const contractRapidsosCommand = defineCommand({
  words: ['contract', 'rapidsos'],
  sentence:
    "Test a server against what RapidSOS's documents promise; exit code 0 where every line holds, 1 where one fails, 2 where it could not run",
  operand: { name: 'BASE-URL', sentence: 'Where the server answers' },
  options: {
    ...SHARED,
    username: value('name', 'A person of the portal; the password is in SALLYPORT_PASSWORD'),
    'station-client-id': value(
      'id',
      'With --write, the client that raises alerts, where --client-id may not; its secret is in SALLYPORT_STATION_CLIENT_SECRET',
    ),
    callflow: value('name', 'With --write, the callflow that raises the test alerts'),
  },
  serverOptions: 'none',
  async run(call) {
    const { options } = call;
    const { username } = options;
    const station = options['station-client-id'];
    const writes = options.write === true;
    if (writes && options.callflow === undefined)
      throw new UsageError('--write must have --callflow, which raises the test alerts');
    const credentials: Credentials = {
      clientId: options['client-id'],
      clientSecret: secretOf('SALLYPORT_CLIENT_SECRET', "the client's secret"),
      person:
        username === undefined
          ? null
          : { username, password: secretOf('SALLYPORT_PASSWORD', `the password of ${username}`) },
      second:
        station === undefined || !writes
          ? null
          : {
              clientId: station,
              clientSecret: secretOf('SALLYPORT_STATION_CLIENT_SECRET', `the secret of ${station}`),
            },
      callflow: options.callflow ?? '',
      redirectUri: '',
    };
    const reasons = {
      ...(username === undefined && { person: '--username' }),
      ...(!writes && { write: '--write' }),
    };
    return report(call, {
      dialect: RAPIDSOS,
      credentials,
      asked: options,
      isIn: (needs) => needs.every((need) => !Object.hasOwn(reasons, need)),
      leftOut: leftOutBy(RAPIDSOS, reasons),
    });
  },
});
