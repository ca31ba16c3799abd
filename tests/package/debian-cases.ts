import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { freePort } from '../../packages/testing/src/free-port.ts';
import { buildDeb } from '../../tools/debian/build-deb.ts';
import { ROOT, readManifest } from '../../tools/package/manifests.ts';
import { findProgram } from '../deploy/programs.ts';
import { emptyFolder, type Packed } from './packed.ts';

const SCRIPT = join(ROOT, 'tests/package/installed-root.sh');

/** Why a copy of the file system cannot be laid over this machine's, or false where it can. */
function reasonToSkip(): string | false {
  const missing = ['dpkg', 'dpkg-deb', 'strip', 'unshare', 'curl'].filter((name) => findProgram(name) === undefined);
  if (missing.length > 0) return `it needs ${missing.join(', ')}`;
  const { status } = spawnSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'none', '/mnt']);
  return status === 0 ? false : 'it needs the right to mount';
}
const skip = reasonToSkip();

/** What is true of the Debian package where dpkg installs it. */
export const debianCases = (packed: () => Packed) =>
  describe('the Debian package', { skip }, () => {
    let deb: string;
    before(() => {
      deb = buildDeb(packed().sallyport, 'none');
    });

    test('its files are root’s, the configuration is one, and the command has its page', () => {
      const list = execFileSync('dpkg-deb', ['--contents', deb], { encoding: 'utf8', maxBuffer: 64 * 2 ** 20 });
      const lines = list.trimEnd().split('\n');
      assert.deepEqual(
        lines.filter((line) => !/^[d-]rw[x-]r-[x-]r-[x-] root\/root /.test(line)),
        [],
      );
      for (const file of ['usr/bin/sallyport', 'usr/sbin/sallyport-admin', 'usr/share/man/man1/sallyport.1.gz']) {
        assert.ok(
          lines.some((line) => line.endsWith(` ./${file}`)),
          file,
        );
      }
      const depends = execFileSync('dpkg-deb', ['--field', deb, 'Depends'], { encoding: 'utf8' });
      assert.doesNotMatch(depends, /node/);
    });

    test('installed, it serves as the unit states, on a root that cannot be written; purged, it leaves the data', async () => {
      const work = emptyFolder();
      const port = String(await freePort());
      const { stdout, stderr } = spawnSync('unshare', ['--mount', 'sh', SCRIPT, work, deb, ROOT, port], {
        encoding: 'utf8',
      });
      rmSync(work, { recursive: true, force: true });
      const { ready, ...facts } = Object.fromEntries(
        stdout.split('\n').flatMap((line) => {
          const [, name, value] = /^(\w+) (.*)$/.exec(line) ?? [];
          return name === undefined ? [] : [[name, value]];
        }),
      ) as Record<string, string>;
      assert.match(ready ?? '', /^\{"status":"ready"/, stdout + stderr);
      delete facts['purged'];
      assert.deepEqual(facts, {
        version: readManifest('.').version,
        key: 'root 600 45',
        conffiles: '/etc/sallyport/sallyport.toml',
        writable: 'no',
        setup: '1',
        portal: '200',
        user: '65534',
        ended: '0',
        left: 'etc/sallyport/secrets-key var/lib/sallyport/sallyport.db',
      });
    });
  });
