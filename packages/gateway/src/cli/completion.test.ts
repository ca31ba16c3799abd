import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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

/** What is typed before the Tab, as bash breaks it into words, and what is offered then. */
const TYPED = [
  { line: 'clea', words: ['clea'], offered: ['clean-up'] },
  { line: 'callflow set --by ', words: ['callflow', 'set', '--by', ''], offered: ['fixed', 'position'] },
  { line: 'login --with=d', words: ['login', '--with', '=', 'd'], offered: ['device'] },
] as const;
type Typed = (typeof TYPED)[number];

const quoted = (words: readonly string[]) => words.map((word) => `'${word}'`).join(' ');
const linesOf = (printed: string) => printed.trim().split('\n');

/** For each shell: the script that loads the completion from FILE and prints what is offered, and how that is read. */
const SHELLS = {
  // Read twice, as by a person who tries it and by the folder of completions.
  bash: {
    args: ['--noprofile', '--norc', '-c'],
    ask: ({ line, words }: Typed) =>
      `source "$FILE"; source "$FILE"; COMP_LINE='sallyport ${line}'; COMP_POINT=\${#COMP_LINE}
       COMP_WORDS=(sallyport ${quoted(words)}); COMP_CWORD=${words.length}
       __sallyport_complete; printf '%s\\n' "\${COMPREPLY[@]}"`,
    read: linesOf,
  },
  // Its own completion system, in a terminal: a Tab completes, a second one lists.
  zsh: {
    args: ['-f', '-c'],
    ask: ({ line }: Typed) =>
      `mkdir -p "$FILE.d"; cp "$FILE" "$FILE.d/_sallyport"; zmodload zsh/zpty; zpty terminal zsh -f -i
       zpty -w terminal 'PS1=; fpath=("$FILE.d" $fpath); autoload -U compinit; compinit -u -D; print "rea""dy"'
       zpty -r terminal seen '*ready*'
       zpty -w terminal 'finish() { print "do""ne" }; zle -N finish; bindkey "^X" finish; print "bo""und"'
       zpty -r terminal seen '*bound*'
       zpty -w -n terminal $'sallyport ${line}\t\t\x18'; zpty -r terminal seen '*done*'; print -r -- "$seen"`,
    read: (printed: string, { offered }: Typed) => offered.filter((word) => printed.includes(word)),
  },
  fish: {
    args: ['--no-config', '-c'],
    ask: ({ line }: Typed) => `source "$FILE"; complete -C "sallyport ${line}" | string split -f1 \\t`,
    // It offers the whole word, the option's name with it.
    read: (printed: string) => linesOf(printed).map((word) => word.replace(/^--with=/, '')),
  },
};

describe('a shell', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-completion-'));
  const command = join(folder, 'sallyport');
  writeFileSync(command, `#!/bin/sh\nexec '${process.execPath}' '${BIN}' "$@"\n`);
  chmodSync(command, 0o755);
  after(() => rmSync(folder, { recursive: true, force: true }));

  for (const [shell, { args, ask, read }] of Object.entries(SHELLS)) {
    const isThere = spawnSync(shell, ['--version']).status === 0;
    test(`${shell} completes by the script that it is given`, { skip: !isThere && `${shell} is not installed` }, () => {
      const file = join(folder, shell);
      writeFileSync(file, execFileSync(command, ['completion', shell]));
      const env = { ...process.env, PATH: `${folder}${delimiter}${process.env['PATH']}`, FILE: file, TERM: 'dumb' };
      for (const typed of TYPED) {
        const { stdout, stderr } = spawnSync(shell, [...args, ask(typed)], { encoding: 'utf8', env, timeout: 60_000 });
        assert.deepEqual(read(stdout, typed), typed.offered, `${typed.line}\n${stderr}`);
        assert.equal(stderr, '');
      }
    });
  }

  test('bash does not run what stands in the line', { skip: spawnSync('bash', ['--version']).status !== 0 }, () => {
    const file = join(folder, 'bash');
    const evil = join(folder, 'evil');
    writeFileSync(file, execFileSync(command, ['completion', 'bash']));
    const words = ['open', `$(touch ${evil})`, '--pri'];
    const { ask, args } = SHELLS.bash;
    const env = { ...process.env, PATH: `${folder}${delimiter}${process.env['PATH']}`, FILE: file };
    const line = words.join(' ');
    const { stdout } = spawnSync('bash', [...args, ask({ line, words, offered: [] } as never)], {
      encoding: 'utf8',
      env,
    });
    assert.deepEqual(linesOf(stdout), ['--print']);
    assert.equal(existsSync(evil), false);
  });
});
