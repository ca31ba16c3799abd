import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { commandsFor, FIRST_WORDS } from './commands.ts';

const BIN = fileURLToPath(new URL('../../bin/sallyport.js', import.meta.url));
/** Prints the address of every file that is read. */
const NOTE_FILES = `import { registerHooks } from 'node:module';
registerHooks({ load(url, context, next) { process.stderr.write(url + '\\n'); return next(url, context); } });`;

test('every command is found by its first word, and no two have the same words', async () => {
  const found: string[] = [];
  for (const first of FIRST_WORDS) {
    for (const { words } of await commandsFor([first])) {
      assert.equal(words[0], first);
      found.push(words.join(' '));
    }
  }
  assert.equal(new Set(found).size, found.length);
  for (const args of [[], ['--help'], ['help'], ['complete'], ['constructor'], ['clint']]) {
    assert.deepEqual(
      (await commandsFor(args)).map(({ words }) => words.join(' ')),
      found,
    );
  }
});

for (const args of [['--version'], ['simulate', '--help'], ['users', 'list', '--help']]) {
  test(`sallyport ${args.join(' ')} reads nothing of the server`, () => {
    const hook = `data:text/javascript,${encodeURIComponent(NOTE_FILES)}`;
    const run = ['--import', hook, BIN, ...args];
    const { stderr: printed } = spawnSync(process.execPath, run, { encoding: 'utf8' });
    const files = printed.split('\n');
    assert.ok(
      files.some((file) => file.endsWith('/cli/main.ts')),
      printed,
    );
    assert.deepEqual(
      files.filter((file) => /gateway\/src\/(app|http|database|dialects)\//.test(file)),
      [],
    );
  });
}
