import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { bundleLibraries } from './bundle-libraries.ts';
import { inlineContract } from './inline-contract.ts';
import { libraryManifest, type Manifest, ROOT, readManifest, serverManifest } from './manifests.ts';
import { pointTo } from './point-to.ts';

/** Where the packages stand as they are published, each in a folder of its own. */
export const STAGED = join(ROOT, 'dist');
const NOT_SHIPPED = /\.test\.(d\.ts|js|js\.map)$|\.tsbuildinfo$|^\.built-from$/;

function copy(from: string, to: string, isShipped: (name: string) => boolean = () => true): void {
  cpSync(join(ROOT, from), to, {
    recursive: true,
    filter: (source) => !NOT_SHIPPED.test(basename(source)) && isShipped(basename(source)),
  });
}

function begin(folder: string, manifest: Manifest): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  copy('LICENSE', join(folder, 'LICENSE'));
}

function stageLibrary(from: 'packages/contract' | 'packages/client', folder: string): void {
  begin(folder, libraryManifest(from));
  copy(`${from}/README.md`, join(folder, 'README.md'));
  copy(`${from}/dist`, join(folder, 'dist'));
}

function stageClient(folder: string): void {
  stageLibrary('packages/client', folder);
  inlineContract(join(folder, 'dist'));
}

/** A command has no importers, so nobody reads its types. */
const isRun = (name: string) => !name.endsWith('.d.ts');

async function stageServer(folder: string): Promise<void> {
  begin(folder, serverManifest());
  for (const file of ['README.md', 'CHANGELOG.md', 'SECURITY.md', 'deploy']) copy(file, join(folder, file));
  // The server makes its pages at /docs of these; the JSON documents it makes by itself.
  copy('docs', join(folder, 'docs'), (name) => !name.endsWith('.json'));
  copy('packages/gateway/bin', join(folder, 'bin'));
  copy('packages/gateway/dist', join(folder, 'dist'), isRun);
  copy('packages/portal/dist', join(folder, 'dist/portal'));
  // Its own libraries travel inside, and as its own files: npm, pnpm and yarn differ in what they do with bundled packages.
  for (const name of ['contract', 'client']) {
    copy(`packages/${name}/dist`, join(folder, name), isRun);
    for (const entry of Object.keys(readManifest(`packages/${name}`)['exports'] as object)) {
      const file = join(folder, name, entry === '.' ? 'index.js' : `${entry}.js`);
      pointTo(folder, '{dist,client}/**/*.js', `@sallyport/${name}${entry.slice(1)}`, file);
    }
  }
  await bundleLibraries(folder);
}

/** Puts what was built into the three folders that are packed and published. */
export async function stagePackages(): Promise<readonly string[]> {
  const folders = ['contract', 'client', 'sallyport'].map((name) => join(STAGED, name));
  const [contract = '', client = '', server = ''] = folders;
  stageLibrary('packages/contract', contract);
  stageClient(client);
  await stageServer(server);
  return folders;
}
