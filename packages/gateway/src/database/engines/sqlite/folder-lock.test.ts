import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { holdFolder } from './folder-lock.ts';

describe('a data folder', () => {
  const top = mkdtempSync(join(tmpdir(), 'sallyport-lock-'));
  after(() => rmSync(top, { recursive: true, force: true }));
  const newFolder = () => mkdtempSync(join(top, 'data-'));

  test('is held by any number at once, or by one alone', () => {
    const folder = newFolder();
    const first = holdFolder(folder, 'shared');
    const second = holdFolder(folder, 'shared');
    assert.equal(holdFolder(folder, 'alone'), null);
    first?.();
    assert.equal(holdFolder(folder, 'alone'), null);
    second?.();
    const alone = holdFolder(folder, 'alone');
    assert.equal(holdFolder(folder, 'alone'), null);
    alone?.();
    holdFolder(folder, 'shared')?.();
  });

  test('of another process is free once that process ends, in whatever way', async () => {
    const folder = newFolder();
    const script = `
      import { holdFolder } from ${JSON.stringify(new URL('./folder-lock.ts', import.meta.url).href)};
      const release = holdFolder(${JSON.stringify(folder)}, 'shared');
      setInterval(() => release === null, 1000);
      process.stdout.write('held');`;
    const holder = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(holder.stdout, 'data');
    assert.equal(holdFolder(folder, 'alone'), null);
    const gone = once(holder, 'exit');
    holder.kill('SIGKILL');
    await gone;
    const alone = holdFolder(folder, 'alone');
    assert.notEqual(alone, null);
    alone?.();
  });
});
