import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, test } from 'node:test';
import { runCommand } from '../../packages/testing/src/gateway-process.ts';

const top = mkdtempSync(join(tmpdir(), 'sallyport-audit-'));
after(() => rmSync(top, { recursive: true, force: true }));

test('audit verify finds a cut tail by the file beside the database, and by a copy of it that is kept elsewhere', async () => {
  const dataDir = join(top, 'data');
  const person = ['--email', 'op@center.test', '--first-name', 'Op', '--last-name', 'Erator'];
  assert.equal((await runCommand(['setup', ...person, '--data-dir', dataDir])).code, 0);
  const verify = (...more: string[]) => runCommand(['audit', 'verify', '--data-dir', dataDir, ...more]);
  const whole = await verify();
  assert.equal(whole.code, 0, whole.output);
  assert.match(whole.output, /3 records in 1 chains, 0 faults\n1 chains are anchored in/);

  const file = join(dataDir, 'sallyport.anchors');
  const copy = join(top, 'elsewhere.anchors');
  copyFileSync(file, copy);
  const connection = new DatabaseSync(join(dataDir, 'sallyport.db'));
  connection.exec('DELETE FROM audit_records WHERE number = (SELECT max(number) FROM audit_records)');
  connection.close();
  const cut = await verify();
  assert.equal(cut.code, 1, cut.output);
  assert.match(cut.output, /record 3: was removed or changed after it was anchored/);

  rmSync(file);
  const alone = await verify();
  assert.match(
    alone.output,
    /sallyport\.anchors is missing: that the newest records were removed can be proved by --anchor alone/,
  );
  const proved = await verify('--anchor', copy);
  assert.equal(proved.code, 1, proved.output);
  assert.match(proved.output, /record 3: was removed or changed after it was anchored/);

  const pipe = join(top, 'piped.anchors');
  execFileSync('mkfifo', [pipe]);
  const writer = spawn('sh', ['-c', 'cat "$0" > "$1"', copy, pipe], { stdio: 'ignore' });
  const piped = await verify('--anchor', pipe);
  assert.equal(piped.code, 1, piped.output);
  assert.match(piped.output, /record 3: was removed or changed after it was anchored/);
  writer.kill();

  writeFileSync(copy, 'nothing of the kind\n');
  for (const nothing of [copy, top]) {
    const useless = await verify('--anchor', nothing);
    assert.equal(useless.code, 2, useless.output);
    assert.match(useless.output, /--anchor must name a copy of sallyport\.anchors/);
  }
});
