import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { after, describe, mock, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { runInProcess } from '../../../testing/src/command-line.ts';
import { commandsFor } from './commands.ts';

const BIN = fileURLToPath(new URL('../../bin/sallyport.js', import.meta.url));

/** What is completed after these words; the library prints to the console. */
async function completed(...words: string[]): Promise<string[]> {
  const log = mock.method(console, 'log', () => {});
  try {
    await runInProcess(['complete', '--', ...words]);
    return log.mock.calls.map(({ arguments: [line] }) => String(line).split('\t')[0] ?? '');
  } finally {
    log.mock.restore();
  }
}

test('every command, every option and every value of a choice is completed', async () => {
  for (const { words, options, operand } of await commandsFor([])) {
    assert.ok(
      (await completed(...words.slice(0, -1), words.at(-1) ?? '')).includes(words.at(-1) ?? ''),
      words.join(' '),
    );
    const found = await completed(...words, '--');
    const missing = [...Object.keys(options), 'json', 'quiet'].filter((name) => !found.includes(`--${name}`));
    assert.deepEqual(missing, [], words.join(' '));
    for (const [name, { choices = [] }] of Object.entries(options)) {
      const values = await completed(...words, `--${name}`, '');
      assert.deepEqual(
        choices.filter((value) => !values.includes(value)),
        [],
        `${words.join(' ')} --${name}`,
      );
    }
    const operands = await completed(...words, '');
    assert.ok(operand?.choices?.every((value) => operands.includes(value)) !== false, words.join(' '));
  }
});

/** Words that are typed, and what the shell then offers. */
const TYPED = [
  [['clea'], ['clean-up']],
  [
    ['callflow', 'set', '--by', ''],
    ['fixed', 'position'],
  ],
  [
    ['tail', ''],
    ['alerts', 'incidents'],
  ],
  [['alert', 'list', '--js'], ['--json']],
] as const;

const quoted = (words: readonly string[]) => words.map((word) => `'${word}'`).join(' ');

/** The script of each shell that loads the completion from FILE and prints what is offered for the words. */
const SHELLS = {
  bash: {
    args: ['--noprofile', '--norc', '-c'],
    ask: (words: readonly string[]) =>
      `compopt() { :; }; source "$FILE"; COMP_WORDS=(sallyport ${quoted(words)}); COMP_CWORD=${words.length}
       __sallyport_complete; printf '%s\\n' "\${COMPREPLY[@]}"`,
  },
  zsh: {
    args: ['-f', '-c'],
    ask: (words: readonly string[]) =>
      `compdef() { }; _describe() { print -rl -- \${completions%%:*} }; source "$FILE"
       words=(sallyport ${quoted(words)}); CURRENT=${words.length + 1}; _sallyport`,
  },
  fish: {
    args: ['--no-config', '-c'],
    ask: (words: readonly string[]) =>
      `source "$FILE"; complete -C "sallyport ${words.join(' ')}" | string split -f1 \\t`,
  },
};

describe('a shell', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-completion-'));
  const command = join(folder, 'sallyport');
  writeFileSync(command, `#!/bin/sh\nexec '${process.execPath}' '${BIN}' "$@"\n`);
  chmodSync(command, 0o755);
  after(() => rmSync(folder, { recursive: true, force: true }));

  for (const [shell, { args, ask }] of Object.entries(SHELLS)) {
    const isThere = spawnSync(shell, ['--version']).status === 0;
    test(`${shell} completes by the script that it is given`, { skip: !isThere && `${shell} is not installed` }, () => {
      const file = join(folder, shell);
      writeFileSync(file, execFileSync(command, ['completion', shell]));
      const env = { ...process.env, PATH: `${folder}${delimiter}${process.env['PATH']}`, FILE: file };
      for (const [words, offered] of TYPED) {
        const { stdout, stderr } = spawnSync(shell, [...args, ask(words)], { encoding: 'utf8', env });
        assert.deepEqual(stdout.trim().split('\n'), offered, `${words.join(' ')}\n${stderr}`);
      }
    });
  }
});
