import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { runInProcess } from '../../../testing/src/command-line.ts';

const CLEARED = '\r\u001b[K';

describe('a long command', () => {
  const top = mkdtempSync(join(tmpdir(), 'sallyport-progress-'));
  const place = ['--data-dir', join(top, 'data')];
  const commands = [
    [['clean-up', '--compact', ...place], /, 0 %.*writing the file anew/s],
    [['audit', 'verify', ...place], /\d+ records read/],
    [['backup', '--to', join(top, 'one.backup'), ...place], /checking|copying|reading|counting/],
    [['migrate', ...place], null],
  ] as const;
  before(async () => {
    const person = ['--email', 'op@center.test', '--first-name', 'Op', '--last-name', 'Erator'];
    const { code, output } = await runInProcess(['setup', ...person, ...place]);
    assert.equal(code, 0, output);
  });
  after(() => rmSync(top, { recursive: true, force: true }));

  for (const [args, shown] of commands) {
    test(`${args.slice(0, 2).join(' ')} shows how far it has come where somebody looks, and clears it at the end`, async () => {
      const { code, output } = await runInProcess(args, undefined, { isTerminal: true });
      assert.equal(code, 0, output);
      if (shown === null) {
        assert.ok(!output.includes('\r'), 'nothing was to be done');
        return;
      }
      assert.match(output, shown);
      assert.ok(output.lastIndexOf(CLEARED) > output.search(shown));
      rmSync(join(top, 'one.backup'), { force: true });
      const piped = await runInProcess(args);
      assert.equal(piped.code, 0, piped.output);
      assert.ok(!piped.output.includes('\r'), piped.output);
    });
  }
});
