import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';

const FILES = 200;

/** A process that opens each file it is sent, and answers for each. */
function startOpener() {
  const script = `
    import { openSqlite } from ${JSON.stringify(new URL('./connection.ts', import.meta.url).href)};
    process.stdin.on('data', (path) => {
      try {
        openSqlite(String(path), { readOnly: false }).close();
        process.stdout.write('opened');
      } catch (err) {
        process.stdout.write(err.message);
      }
    });
    process.stdout.write('ready');`;
  return spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['pipe', 'pipe', 'inherit'] });
}

it('a new file that processes open at once is opened by each of them', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-files-'));
  const openers = Array.from({ length: 4 }, startOpener);
  t.after(() => {
    for (const opener of openers) opener.kill();
    rmSync(folder, { recursive: true, force: true });
  });
  const answers = () => Promise.all(openers.map(async ({ stdout }) => String((await once(stdout, 'data'))[0])));
  await answers();
  for (let number = 0; number < FILES; number += 1) {
    const answered = answers();
    for (const { stdin } of openers) stdin.write(join(folder, `${number}.db`));
    assert.deepEqual(await answered, Array(4).fill('opened'), `file ${number}`);
  }
});
