import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { loadConfig } from '../../packages/gateway/src/config/load-config.ts';
import { findProgram } from './programs.ts';

const UNIT = fileURLToPath(new URL('../../deploy/systemd/sallyport.service', import.meta.url));
/** In tenths: 1.3 was measured with systemd 252. The network, which the server serves, is most of it. */
const EXPOSURE_AT_MOST = 15;

const analyze = findProgram('systemd-analyze');
const skip = analyze === undefined ? 'systemd-analyze is not installed' : false;
const run = (args: readonly string[]) => spawnSync(analyze ?? '', args, { encoding: 'utf8' });

describe('the systemd unit', () => {
  const text = readFileSync(UNIT, 'utf8');

  /** What is wrong with a unit, by systemd itself: an unknown key is a sentence and no exit code. */
  function faultsOf(unit: string): string {
    const folder = mkdtempSync(join(tmpdir(), 'sallyport-unit-'));
    const file = join(folder, 'sallyport.service');
    // It names a command that is not installed here.
    writeFileSync(file, unit.replace('ExecStart=/usr/bin/sallyport', `ExecStart=${process.execPath}`));
    const { status, stderr } = run(['verify', '--man=no', file]);
    rmSync(folder, { recursive: true, force: true });
    return status === 0 ? stderr : `exit code ${status}: ${stderr}`;
  }

  test('systemd finds nothing wrong with it, and would', { skip }, () => {
    assert.equal(faultsOf(text), '');
    assert.match(faultsOf(text.replace('NoNewPrivileges', 'NoNewPrivilege')), /Unknown key/);
  });

  test('systemd rates its exposure at 1.5 of 10 at most', { skip }, () => {
    const exposure = (args: readonly string[], file = UNIT) => run(['security', '--offline=yes', ...args, file]);
    const { status, stdout } = exposure([`--threshold=${EXPOSURE_AT_MOST}`]);
    assert.equal(status, 0, stdout);
    assert.equal(exposure(['--threshold=1']).status, 1);
  });

  test('it gives the server more time to stop than the server takes', () => {
    const [, seconds = '0'] = /^TimeoutStopSec=(\d+)$/m.exec(text) ?? [];
    assert.ok(Number(seconds) >= loadConfig({}, {}).shutdownSeconds + 5, seconds);
  });
});
