import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, globSync, lstatSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { parse } from 'acorn';
import { eventually } from '../../packages/testing/src/barrier.ts';
import { freePort } from '../../packages/testing/src/free-port.ts';
import { newSamlKeys } from '../../packages/testing/src/saml-provider.ts';
import { readManifest } from '../../tools/package/manifests.ts';
import { CookieJar, expectJson, send } from '../e2e/http-client.ts';
import { PEOPLE } from '../e2e/sandbox.ts';
import { spawnServer } from '../e2e/spawned-server.ts';
import { isFree, startedByNpm } from '../e2e/started-by-npm.ts';
import { stormOnFile } from '../e2e/storm-embedded.ts';
import { stormOnPostgres } from '../e2e/storm-postgres.ts';
import { emptyFolder, OWN_ENV, type Packed, run } from './packed.ts';

const LIMIT_BYTES = 120 * 2 ** 20;

/** What the folder takes of a disk of 4 KiB blocks, as `du` counts it. */
function diskBytesOf(folder: string): number {
  const sizes = globSync('**/{*,.*}', { cwd: folder }).map((file) => lstatSync(join(folder, file)));
  return sizes.reduce((sum, stat) => sum + Math.ceil(stat.size / 4096) * 4096, 0);
}

/** What is true of the server where its packed file was installed and nothing else. */
export const serverCases = (packed: () => Packed) =>
  describe('the packed server in an empty folder', () => {
    const folder = emptyFolder();
    const installed = join(folder, 'node_modules/sallyport');
    const bin = join(installed, 'bin/sallyport.js');
    before(() => {
      cpSync(packed().installedServer, folder, { recursive: true, verbatimSymlinks: true });
    });
    after(() => rmSync(folder, { recursive: true, force: true }));

    const tokenOf = async (url: string) =>
      expectJson(url, 200, {
        method: 'POST',
        path: '/oauth/token',
        form: { grant_type: 'client_credentials', client_id: 'sandbox-alarm', client_secret: 'sandbox-alarm-secret' },
      });

    /** To a SAML provider: by a library that travels inside. */
    async function describesItself(url: string): Promise<void> {
      const jar = new CookieJar();
      const [email, password] = PEOPLE.sandboxAdmin;
      await expectJson(url, 200, { method: 'POST', path: '/api/session', json: { email, password }, jar });
      const saml = { sign_in_url: 'https://login.county.example/saml', certificates: [newSamlKeys().certificate] };
      const json = { title: 'County SAML', issuer: 'https://login.county.example', saml };
      const added = await expectJson(url, 201, { method: 'POST', path: '/api/identity-providers', jar, json });
      const metadata = await send(url, { path: `/sso/${String(added['id'])}/saml/metadata` });
      assert.match(metadata.text, /<AssertionConsumerService/);
      const began = await send(url, { path: `/sso/${String(added['id'])}` });
      assert.equal(began.status, 303);
    }

    /** The portal's page and every asset that it names. */
    async function portalLoads(url: string): Promise<void> {
      const page = await (await fetch(`${url}/portal`)).text();
      const assets = [...page.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, path]) => path);
      assert.ok(assets.length >= 2, page.slice(0, 500));
      for (const path of assets) assert.equal((await fetch(`${url}${path}`)).status, 200, path);
    }

    test('it has no tests and no sources, and its README, LICENSE and origin', () => {
      const files = globSync('**/*', { cwd: installed });
      assert.deepEqual(
        files.filter((file) => /\.test\.|(^|\/)(src|tests|testing)\/|(?<!\.d)\.tsx?$|\.tsbuildinfo$/.test(file)),
        [],
      );
      for (const file of files.filter((name) => name.endsWith('.js'))) {
        assert.doesNotMatch(readFileSync(join(installed, file), 'utf8'), /from '@sallyport\//, file);
      }
      for (const file of [
        'README.md',
        'LICENSE',
        'CHANGELOG.md',
        'dist/cli/main.js.map',
        'dist/portal/index.html',
        'dist/portal/licenses.md',
        'dist/libraries/licenses.md',
      ]) {
        assert.ok(files.includes(file), file);
      }
      const manifest = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as Record<string, unknown>;
      const { version, repository } = readManifest('.');
      assert.equal(manifest['version'], version);
      assert.deepEqual(manifest['repository'], repository);
      assert.deepEqual(manifest['engines'], { node: '>=24.7' });
      assert.deepEqual(manifest['publishConfig'], { access: 'public', provenance: true });
    });

    test('with everything it needs it takes less than 120 MB', (t) => {
      const bytes = diskBytesOf(join(folder, 'node_modules'));
      t.diagnostic(`${Math.round(bytes / 2 ** 20)} MB`);
      assert.ok(bytes < LIMIT_BYTES, `${Math.round(bytes / 2 ** 20)} MB`);
    });

    test('npx sallyport --version prints the one version', () => {
      assert.equal(run('npx', ['sallyport', '--version'], folder).trim(), readManifest('.').version);
    });

    test('npm install -g gives the command as well', () => {
      const prefix = emptyFolder();
      run(
        'npm',
        ['install', '--global', '--prefix', prefix, '--prefer-offline', '--loglevel=error', packed().sallyport],
        prefix,
      );
      const command = join(prefix, process.platform === 'win32' ? 'sallyport.cmd' : 'bin/sallyport');
      assert.equal(run(command, ['--version'], prefix).trim(), readManifest('.').version);
      rmSync(prefix, { recursive: true, force: true });
    });

    test('an older Node is named in one sentence, by files that it can read', () => {
      for (const file of ['sallyport.js', 'run-on-pinned-node.js']) {
        parse(readFileSync(join(installed, 'bin', file), 'utf8'), {
          ecmaVersion: 5,
          sourceType: 'script',
          allowHashBang: true,
        });
      }
      for (const version of ['0.12.18', '20.20.2', '24.6.0']) {
        const older = `data:text/javascript,Object.defineProperty(process.versions,'node',{value:'${version}'})`;
        const { status, stderr } = spawnSync(process.execPath, ['--import', older, bin, 'start'], { encoding: 'utf8' });
        assert.equal(status, 1);
        assert.equal(
          stderr,
          `Sallyport needs Node 24.7 or newer; this is Node ${version}. Install the current one from https://nodejs.org and run the command again.\n`,
        );
      }
    });

    test('traces that are configured without their libraries are refused with the line that installs them', () => {
      const env = { ...OWN_ENV, OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318' };
      const { status, stderr } = spawnSync(process.execPath, [bin, 'start', '--port', '0'], {
        cwd: folder,
        env,
        encoding: 'utf8',
      });
      assert.equal(status, 3, stderr);
      assert.match(
        stderr,
        /libraries that send traces are not installed: .*\(npm install @opentelemetry\/api .*-otlp-proto\)/,
      );
    });

    test('sallyport start serves the sandbox: sign-in, token, alert, portal, and an end by SIGTERM', async (t) => {
      const port = String(await freePort());
      const url = `http://127.0.0.1:${port}`;
      const server = await spawnServer(['start', '--port', port], 'API pages', { bin, cwd: folder });
      t.after(() => server.end('SIGTERM'));
      const jar = new CookieJar();
      const [email, password] = PEOPLE.sandboxAgent;
      await expectJson(url, 200, { method: 'POST', path: '/api/session', json: { email, password }, jar });
      const { access_token } = await tokenOf(url);
      const alert = await expectJson(url, 200, {
        method: 'POST',
        path: '/v1/rem/trigger',
        headers: { authorization: `Bearer ${access_token}` },
        json: {
          callflow: 'sandbox',
          variables: {
            user: { full_name: 'Jordan Rivera', phone_number: '+15555550123' },
            event: {
              emergency_type: 'BURGLARY',
              source_id: 'package-1',
              location: { geodetic: { latitude: 40.7484, longitude: -73.9857, uncertainty: 25 } },
            },
          },
        },
      });
      assert.ok(alert['request_id'] ?? alert['status'], JSON.stringify(alert));
      const { incidents } = (await expectJson(url, 200, { path: '/api/incidents', jar })) as { incidents: unknown[] };
      assert.match(JSON.stringify(incidents), /Jordan Rivera/);
      await portalLoads(url);
      await describesItself(url);
      const pages = await send(url, { path: '/docs/' });
      assert.equal(pages.status, 200);
      assert.equal(await server.end('SIGTERM'), 0, server.output());
    });

    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      test(`${signal} to npx sallyport start, and to it alone, ends the server and frees the port`, async (t) => {
        const dataDir = emptyFolder();
        const { child, port } = await startedByNpm('npx', ['sallyport', 'start'], { cwd: folder, dataDir });
        t.after(() => {
          child.kill('SIGKILL');
          rmSync(dataDir, { recursive: true, force: true });
        });
        const gone = once(child, 'exit');
        child.kill(signal);
        await gone;
        await eventually(() => isFree(port));
      });
    }

    test('a storm over it: kills, a wrong clock, a full disk and a locked file lose and double nothing', (t) =>
      stormOnFile(t, bin));

    test('a storm over two of it and their PostgreSQL loses and doubles nothing', (t) => stormOnPostgres(t, bin));

    test('setup makes a real installation, whose first operator signs in', async (t) => {
      const port = String(await freePort());
      const url = `http://127.0.0.1:${port}`;
      const own = emptyFolder();
      const setup = [
        'setup',
        '--email',
        'op@center.test',
        '--first-name',
        'Op',
        '--last-name',
        'Erator',
        '--public-url',
        url,
      ];
      const output = execFileSync(process.execPath, [bin, ...setup], { cwd: own, env: OWN_ENV, encoding: 'utf8' });
      const link = new URL(/http\S+/.exec(output)?.[0] ?? '');
      const server = await spawnServer(['serve', '--port', port, '--public-url', url], `answers on ${url}`, {
        bin,
        cwd: own,
      });
      t.after(() => server.end('SIGTERM'));
      const password = 'plain copper kettle 58';
      const json = { link_token: link.hash.slice(1), password };
      assert.equal((await send(url, { method: 'POST', path: '/api/password', json })).status, 204);
      const session = await expectJson(url, 200, {
        method: 'POST',
        path: '/api/session',
        json: { email: 'op@center.test', password },
      });
      assert.equal(session['may_administer'], true);
      await portalLoads(url);
      assert.equal(await server.end('SIGTERM'), 0, server.output());
      rmSync(own, { recursive: true, force: true });
    });
  });
