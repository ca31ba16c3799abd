import assert from 'node:assert/strict';
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Command as Program } from 'commander';
import { runInProcess } from '../../../testing/src/command-line.ts';
import type { Command } from './command.ts';
import { commandsFor } from './commands.ts';
import { EXIT_CODES } from './exit-codes.ts';
import { programOf } from './read-arguments.ts';

const HERE = fileURLToPath(new URL('.', import.meta.url));
/** The files that write, for all others. */
const WRITERS = ['command.ts', 'main.ts', 'read-arguments.ts', 'terminal/printer.ts'];
const WRITES = /\b(?:stdout|stderr|console\.\w+)\b/;

/** What of every command's options a command of this program has not. */
function missingOf(program: Program): string[] {
  return program.commands.flatMap((child) => {
    if (['completion', 'complete'].includes(child.name())) return [];
    if (child.commands.length > 0) return missingOf(child);
    const own = child.options.map(({ long }) => long);
    return ['--json', '--quiet'].filter((name) => !own.includes(name)).map((name) => `${child.name()} ${name}`);
  });
}

test('every command has --json and --quiet, and one that has not is found', async () => {
  const output = { stdout: new PassThrough(), stderr: new PassThrough() };
  const program = programOf(await commandsFor([]), output, async () => {});
  assert.deepEqual(missingOf(program), []);
  program.addCommand(new Program('planted').option('--json'));
  assert.deepEqual(missingOf(program), ['planted --quiet']);
});

test('a command writes by its printer alone, and one that does not is found', () => {
  const files = globSync('**/*.ts', { cwd: HERE }).filter((file) => !file.endsWith('.test.ts'));
  assert.ok(files.length > 60);
  const offenders = files.filter(
    (file) => !WRITERS.includes(file) && WRITES.test(readFileSync(join(HERE, file), 'utf8')),
  );
  assert.deepEqual(offenders, []);
  for (const planted of ['call.stdout.write(text)', 'process.stderr.write(text)', 'console.log(text)']) {
    assert.match(planted, WRITES);
  }
});

test('the help and the page have every exit code', async () => {
  const { output } = await runInProcess(['--help']);
  const page = readFileSync(join(HERE, '../../../../docs/command.md'), 'utf8');
  for (const [, code, sentence] of EXIT_CODES) {
    assert.ok(output.includes(`  ${code}  ${sentence}\n`), output);
    assert.ok(page.includes(`| ${code} | ${sentence} |\n`), `| ${code} | ${sentence} |`);
  }
});

/** What each command beside a server is run with, the second time with --json. A function: what is new each time. */
type Case = readonly string[] | ((run: number) => readonly string[]);
const BOUNDARY = {
  type: 'Polygon',
  coordinates: [
    [
      [-74, 40],
      [-73, 40],
      [-73, 41],
      [-74, 40],
    ],
  ],
};
const casesIn = (top: string): Readonly<Record<string, Case>> => ({
  setup: (run) => ['--email', `op${run}@center.test`, '--first-name', 'Op', '--last-name', 'Erator'],
  'agency add': (run) => ['--id', `agency-${run}`, '--name', 'Harbor'],
  'agency retention': ['--id', 'agency-1', '--days', '30'],
  'agency time-zone': ['--id', 'agency-1', '--time-zone', 'America/New_York'],
  'agency boundary': ['--id', 'agency-1', '--geojson', join(top, 'boundary.json')],
  'client add': (run) => [
    '--id',
    `client-${run}`,
    '--name',
    'Alarm',
    '--kind',
    'central_station',
    '--scopes',
    'alerts:trigger',
  ],
  'client add-secret': (run) => ['--id', `client-${run}`],
  'client set-time-zone': ['--id', 'client-1', '--time-zone', 'UTC'],
  'callflow set': ['--client', 'client-1', '--name', 'alarm', '--agencies', 'agency-1'],
  'callflow list': [],
  'callflow remove': (run) => ['--client', 'client-1', '--name', run === 1 ? 'alarm' : 'second'],
  'user list': [],
  'user release': ['--email', 'op1@center.test'],
  'user reset': ['--email', 'op1@center.test'],
  'outbox list': [],
  'audit export': [],
  'audit verify': [],
  'clean-up': ['--compact'],
  doctor: [],
  'database check': [],
  'addresses load': ['--agency', 'agency-1', join(top, 'points.csv')],
  'addresses list': ['--agency', 'agency-1'],
  'map list': [],
  migrate: ['--check'],
  backup: (run) => ['--to', join(top, `${run}.backup`)],
  export: (run) => ['--agency', 'agency-1', '--to', join(top, `export-${run}`)],
  erase: ['--agency', 'agency-1', '--yes'],
  'config check': [],
  'config show': [],
});
/** Commands beside a server that are run elsewhere: they write by the same printer. */
const ELSEWHERE = [
  'start',
  'serve',
  'keys rotate',
  'restore',
  'database pack',
  'client set-jwks',
  'outbox retry',
  'addresses remove',
  'map add',
  'map remove',
];

describe('a command beside a server', () => {
  const top = mkdtempSync(join(tmpdir(), 'sallyport-output-'));
  const cases = casesIn(top);
  const nameOf = ({ words }: Command) => words.join(' ');
  const run = async (name: string, time: number, ...asked: string[]) => {
    const given = cases[name] ?? [];
    const args = [...name.split(' '), ...(typeof given === 'function' ? given(time) : given)];
    return runInProcess([...args, '--data-dir', join(top, 'data'), ...asked], undefined, { isTerminal: true });
  };
  before(() => {
    writeFileSync(join(top, 'boundary.json'), JSON.stringify(BOUNDARY));
    writeFileSync(
      join(top, 'points.csv'),
      'number,street,city,state,latitude,longitude\n1,Main St,Harbor,NY,40.5,-73.5\n',
    );
  });
  after(() => rmSync(top, { recursive: true, force: true }));

  test('has a case here', async () => {
    const beside = (await commandsFor([])).filter(({ serverOptions }) => serverOptions !== 'none').map(nameOf);
    assert.deepEqual(beside.sort(), [...Object.keys(cases), ...ELSEWHERE].sort());
  });

  for (const name of Object.keys(cases)) {
    test(`${name} prints nothing with --quiet, and nothing but objects with --json beside it`, async () => {
      const quiet = await run(name, 1, '--quiet');
      assert.ok(quiet.code <= 1, quiet.output);
      if (name === 'doctor') assert.doesNotMatch(quiet.output, /^ok/m, 'what is wrong alone');
      else assert.equal(quiet.output, '');
      if (name === 'callflow remove') {
        await runInProcess(
          ['callflow', 'set', '--client', 'client-1', '--name', 'second', '--agencies', 'agency-1'].concat([
            ...['--data-dir', join(top, 'data')],
          ]),
        );
      }
      const json = await run(name, 2, '--quiet', '--json');
      assert.equal(json.code, quiet.code, json.output);
      for (const line of json.output.split('\n').slice(0, -1)) {
        const object: unknown = JSON.parse(line);
        assert.ok(typeof object === 'object' && object !== null, line);
      }
      const isList = ['outbox list', 'map list', 'clean-up', 'callflow list'].includes(name);
      assert.ok(isList || json.output !== '', 'something was printed');
    });
  }

  test('was run on an installation', () => assert.ok(existsSync(join(top, 'data', 'sallyport.db'))));
});
