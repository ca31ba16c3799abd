import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, copyFileSync, cpSync, mkdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { eventually } from '../../packages/testing/src/barrier.ts';
import { freePort } from '../../packages/testing/src/free-port.ts';
import { ROOT, readManifest } from '../../tools/package/manifests.ts';
import { readDockerfile } from './dockerfile.ts';
import { emptyFolder, type Packed } from './packed.ts';

const SCRIPT = join(ROOT, 'tests/package/container.sh');
const { status: mayMount } = spawnSync('unshare', [
  '--mount',
  '--pid',
  '--fork',
  'mount',
  '-t',
  'tmpfs',
  'none',
  '/mnt',
]);
const skip = mayMount === 0 ? false : 'it needs the right to mount';

/** The root of the image: Node with the libraries it is linked to, and the application. There is not even a shell in it. */
function makeRoot(root: string, installedServer: string): void {
  chmodSync(root, 0o755);
  for (const folder of ['data', 'tmp', 'proc', 'dev', 'usr/local/bin']) {
    mkdirSync(join(root, folder), { recursive: true });
  }
  cpSync(installedServer, join(root, 'app'), { recursive: true, verbatimSymlinks: true });
  copyFileSync(process.execPath, join(root, 'usr/local/bin/node'));
  const linked = execFileSync('ldd', [process.execPath], { encoding: 'utf8' });
  for (const [library] of linked.matchAll(/\/\S+/g)) {
    mkdirSync(join(root, dirname(library)), { recursive: true });
    copyFileSync(realpathSync(library), join(root, library));
  }
}

/** What is true of the container, as its Dockerfile states it, without the program that would run it. */
export const containerCases = (packed: () => Packed) =>
  describe('the container', { skip }, () => {
    const root = emptyFolder();
    const image = readDockerfile();
    before(() => makeRoot(root, packed().installedServer));
    after(() => rmSync(root, { recursive: true, force: true }));

    test('it is built on the Node of the project, and runs as a user without rights', () => {
      const { node } = readManifest('.').dependencies as Record<string, string>;
      assert.equal(image.base, `node:${node}-bookworm-slim`);
      assert.match(image.user, /^[1-9]\d+:[1-9]\d+$/);
      assert.equal(image.volume, image.environment['SALLYPORT_DATA_DIR']);
    });

    test('as the first process on a root that cannot be written it serves, is healthy, and ends in order by SIGTERM', async () => {
      const port = String(await freePort());
      const env = { PATH: '/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', ...image.environment, SALLYPORT_PORT: port };
      const [uid = '', gid = ''] = image.user.split(':');
      const child = spawn(
        'unshare',
        ['--mount', '--pid', '--fork', '--kill-child', 'sh', SCRIPT, root, image.user, ...image.command],
        { env, stdio: ['ignore', 'pipe', 'pipe'] },
      );
      let printed = '';
      for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding('utf8').on('data', (text: string) => {
          printed += text;
        });
      }
      const ended = once(child, 'exit');
      await eventually(() => {
        assert.equal(child.exitCode, null, printed);
        return printed.includes('Sallyport answers on');
      });
      const first = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8').trim();
      const status = readFileSync(`/proc/${first}/status`, 'utf8');
      assert.match(status, new RegExp(`^Uid:\\t${uid}\\t${uid}\\t`, 'm'));
      assert.match(status, /^NSpid:\t\d+\t1$/m);
      const inside = ['--target', first, '--mount', '--pid', '--root', '--setuid', uid, '--setgid', gid];
      const runInside = (...command: readonly string[]) =>
        spawnSync('nsenter', [...inside, ...command], { env, encoding: 'utf8' });
      const checked = runInside(...image.healthCheck);
      assert.equal(checked.status, 0, checked.stderr);
      const write = (file: string) => runInside('node', '-e', `fs.writeFileSync('${file}', '')`).stderr;
      assert.match(write('/app/x'), /EROFS/);
      assert.equal(write('/data/x'), '');
      process.kill(Number(first), 'SIGTERM');
      assert.deepEqual(await ended, [0, null], printed);
      assert.match(printed, /"stopping"/);
    });

    test('the health check fails where nothing answers', async () => {
      const [, ...args] = image.healthCheck;
      const env = { SALLYPORT_PORT: String(await freePort()) };
      assert.equal(spawnSync(process.execPath, args, { env }).status, 1);
    });
  });
