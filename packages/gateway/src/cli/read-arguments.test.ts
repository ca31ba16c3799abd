import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { describe, test } from 'node:test';
import { type Call, defineCommand, flag, needed, UsageError, value } from './command.ts';
import { runCommandLine } from './main.ts';
import { parse, programOf } from './read-arguments.ts';

const add = defineCommand({
  words: ['thing', 'add'],
  sentence: 'Add a thing',
  options: { id: needed('id', 'Its id'), name: value('name', 'Its name'), public: flag('Seen by all'), dpop: flag('') },
  serverOptions: 'place',
  run: async () => 0,
});

async function read(...args: string[]): Promise<Call> {
  let read: Call | undefined;
  const output = { stdout: new PassThrough(), stderr: new PassThrough() };
  const program = programOf([add], output, async (_, call) => {
    read = call;
  });
  await parse(program, ['thing', 'add', ...args]);
  return read ?? assert.fail('not run');
}

const refused = (states: RegExp, ...args: string[]) =>
  assert.rejects(read(...args), (err: Error) => err instanceof UsageError && states.test(err.message));

async function run(...args: string[]) {
  const output = { stdout: new PassThrough(), stderr: new PassThrough() };
  const code = await runCommandLine(args, output);
  const text = (stream: PassThrough) => String(stream.read() ?? '');
  return { code, stdout: text(output.stdout), stderr: text(output.stderr) };
}

describe("a command's options", () => {
  test("are its own, in both spellings, and the server's", async () => {
    const { options, server } = await read('--id', 'a', '--port', '1', '--name=b=c', '--dpop', '--demo', 'no');
    assert.deepEqual({ ...options, ...server }, { ...options, port: '1', demo: 'no' });
    assert.deepEqual(
      [options['id'], options['name'], options['dpop'], options['public']],
      ['a', 'b=c', true, undefined],
    );
  });

  for (const [word, is] of [
    ['true', true],
    ['yes', true],
    ['on', true],
    ['1', true],
    ['True', true],
    ['false', false],
    ['no', false],
    ['off', false],
    ['0', false],
  ] as const) {
    test(`a switch with ${word} is ${is}`, async () => {
      assert.equal((await read('--id', 'a', '--public', word)).options['public'], is);
      assert.equal((await read(`--public=${word}`, '--id', 'a')).options['public'], is);
    });
  }

  test('a switch by itself is on, at the end and before another option', async () => {
    assert.equal((await read('--id', 'a', '--public')).options['public'], true);
    assert.equal((await read('--public', '--id', 'a')).options['public'], true);
  });

  test('a switch with any other word is refused by name', async () => {
    for (const word of ['maybe', 'y', 'ja', '2', 'truе', 'true ', 'null', 'constructor']) {
      await refused(/^--dpop must be true, yes, on or 1, or false, no, off or 0$/, '--id', 'a', '--dpop', word);
      await refused(/^--dpop must be/, '--id', 'a', `--dpop=${word}`);
    }
    await refused(/^--dpop must be/, '--id', 'a', '--dpop=');
  });

  test('an option without its value, and a missing one, are refused by name', async () => {
    await refused(/^--id must have a value$/, '--id');
    await refused(/^--id must have a value$/, '--id', '--name', 'a');
    await refused(/^--id is missing$/, '--name', 'a');
  });

  test('an unknown option, a word too many and an unknown command are refused, with the nearest there is', async () => {
    await refused(
      /^--pubic is not an option; did you mean --public\?; sallyport thing add --help/,
      '--id',
      'a',
      '--pubic',
    );
    await refused(/too many arguments/, '--id', 'a', 'b');
    const { code, stderr } = await run('serv');
    assert.equal(code, 2);
    assert.match(stderr, /unknown command 'serv'\n\(Did you mean serve\?\)/);
  });
});

test('every command has its help, and the program its version', async () => {
  const all = await run('--help');
  assert.equal(all.code, 0);
  const commands = [...all.stdout.matchAll(/^ {2}sallyport ([a-z][a-z -]*[a-z])(?= \[| {2}|$)/gm)].map(
    ([, words = '']) => words,
  );
  assert.ok(commands.length >= 23, all.stdout);
  for (const words of commands.filter((name) => name !== 'help')) {
    const { code, stdout } = await run(...words.split(' '), '--help');
    assert.equal(code, 0, words);
    assert.match(stdout, new RegExp(`^Usage: sallyport ${words}`));
  }
  assert.match((await run('serve', '--help')).stdout, /--cleanup|--clean-up-every-minutes/);
  assert.match((await run('--version')).stdout, /^\d+\.\d+\.\d+\n$/);
});
