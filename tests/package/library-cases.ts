import assert from 'node:assert/strict';
import { copyFileSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { startGatewayProcess } from '../../packages/testing/src/gateway-process.ts';
import { ROOT, readManifest } from '../../tools/package/manifests.ts';
import { emptyFolder, install, type Packed, run, runNode } from './packed.ts';

const STRICT = {
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noPropertyAccessFromIndexSignature: true,
  verbatimModuleSyntax: true,
  isolatedModules: true,
  // The declarations of the packages themselves are checked as well.
  skipLibCheck: false,
  module: 'nodenext',
  target: 'es2024',
  lib: ['es2024', 'dom'],
  types: ['node'],
  noEmit: true,
};

/** What is true of the libraries where their packed files were installed and nothing else. */
export const libraryCases = (packed: () => Packed) =>
  describe('the packed libraries in an empty folder', () => {
    const folder = emptyFolder();
    const alone = emptyFolder();
    before(() => {
      const { client, contract } = packed();
      const { typescript, '@types/node': types } = readManifest('.')['devDependencies'] as Record<string, string>;
      install(alone, client);
      install(folder, client, contract, `typescript@${typescript}`, `@types/node@${types}`, 'typebox');
      writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: STRICT, files: ['consumer.ts'] }));
      writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
      copyFileSync(join(ROOT, 'tests/package/consumer.ts'), join(folder, 'consumer.ts'));
    });
    after(() => {
      for (const made of [folder, alone]) rmSync(made, { recursive: true, force: true });
    });

    test('each has its README, LICENSE and origin, and no tests', () => {
      for (const name of ['client', 'contract']) {
        const installed = join(folder, 'node_modules/@sallyport', name);
        const files = globSync('**/*', { cwd: installed });
        assert.deepEqual(
          files.filter((file) => /\.test\.|(^|[\\/])src[\\/]|(?<!\.d)\.ts$|\.tsbuildinfo$/.test(file)),
          [],
        );
        for (const file of ['README.md', 'LICENSE', 'index.js', 'index.js.map', 'index.d.ts']) {
          assert.ok(
            files.some((shipped) => shipped.endsWith(file)),
            `${name}: ${file}`,
          );
        }
        const manifest = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as Record<string, unknown>;
        const { version, repository } = readManifest('.');
        assert.deepEqual(
          [manifest['version'], manifest['repository'], manifest['engines'], manifest['publishConfig']],
          [version, repository, { node: '>=20' }, { access: 'public', provenance: true }],
        );
      }
    });

    test('the client comes alone, and its files import nothing but each other', () => {
      assert.deepEqual(
        globSync('node_modules/{*,@*/*}', { cwd: alone }).filter((name) => !name.endsWith('@sallyport')),
        [join('node_modules', '@sallyport', 'client')],
      );
      const dist = join(alone, 'node_modules/@sallyport/client/dist');
      for (const file of globSync('**/*.{js,d.ts}', { cwd: dist })) {
        const imports = [...readFileSync(join(dist, file), 'utf8').matchAll(/^(?:im|ex)port .*from '([^']+)'/gm)];
        assert.deepEqual(
          imports.filter(([, from = '']) => !/^(\.|node:)/.test(from)),
          [],
          file,
        );
      }
    });

    test('a strict program compiles against both and works on the server', async () => {
      // Its several threads check the same types again: on two cores that is slower.
      assert.equal(run('npx', ['tsc', '-p', '.', '--singleThreaded'], folder), '');
      const server = await startGatewayProcess();
      try {
        assert.equal(runNode(['consumer.ts', server.url], folder), '401\n3600 true true\n');
      } finally {
        await server.stop();
      }
    });
  });
