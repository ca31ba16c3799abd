import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { runCommand } from '../../packages/testing/src/gateway-process.ts';

const BIN = fileURLToPath(new URL('../../packages/gateway/bin/sallyport.js', import.meta.url));
const top = mkdtempSync(join(tmpdir(), 'sallyport-setup-'));
after(() => rmSync(top, { recursive: true, force: true }));

/** Runs a command on a pseudo-terminal of its own, and answers each prompt, which ends in a colon, by the next line. */
const ON_A_TERMINAL = `
import os, pty, sys
answers = sys.argv[1].split('|')
pid, terminal = pty.fork()
if pid == 0:
    os.execv(sys.argv[2], sys.argv[2:])
printed = b''
recent = b''
asked = 0
while True:
    try:
        data = os.read(terminal, 4096)
    except OSError:
        break
    if not data:
        break
    printed += data
    recent += data
    if asked < len(answers) and b': ' in recent:
        os.write(terminal, (answers[asked] + '\\n').encode())
        asked += 1
        recent = b''
sys.stdout.buffer.write(printed)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
`;

describe('sallyport setup', () => {
  test('in a terminal asks for what is not given, again where the answer is empty, and says what to do next', () => {
    const dataDir = join(top, 'asked');
    const args = [BIN, 'setup', '--last-name', 'Erator', '--data-dir', dataDir];
    const answers = ['op@center.test', '', 'Op', 'strict', 'cjis'].join('|');
    const { status, stdout } = spawnSync('python3', ['-c', ON_A_TERMINAL, answers, process.execPath, ...args], {
      encoding: 'utf8',
      timeout: 60_000,
    });
    assert.equal(status, 0, stdout);
    assert.match(stdout, /E-mail address of the first operator: [\s\S]*First name: [\s\S]*First name: /);
    assert.match(stdout, /First name: [\s\S]*Security policy[^:]*: [\s\S]*Security policy[^:]*: /);
    assert.doesNotMatch(stdout, /Last name/);
    assert.match(stdout, /set the password of op@center\.test/);
    assert.match(stdout, /What to do next:\s+1\. Start the server[\s\S]*sallyport doctor/);
  });

  test('without a terminal refuses with everything that is missing, and makes nothing', async () => {
    const dataDir = join(top, 'refused');
    const { code, output } = await runCommand(['setup', '--email', 'a@b.test', '--data-dir', dataDir]);
    assert.equal(code, 2);
    assert.match(output, /^--first-name, --last-name must be given, or run this in a terminal\n$/);
    assert.equal(existsSync(dataDir), false);
  });
});
