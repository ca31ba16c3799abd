import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Libraries that travel inside the server, in one file each: as packages they and what they need are thousands of files, a fifth of
 * the installation (`docs/decisions/0130-two-libraries-travel-in-one-file-each.md`).
 */
export const BUNDLED: readonly string[] = [
  '@scalar/fastify-api-reference',
  '@simplewebauthn/server',
  '@node-saml/node-saml',
];

export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly [member: string]: unknown;
}

/** The manifest of a folder of the checkout. */
export function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8')) as Manifest;
}

/** What every published package states alike, from the root's manifest, which has the one version number. */
function common(): { version: string } & Record<string, unknown> {
  const { version, license, repository } = readManifest('.');
  return { version, license, repository, type: 'module', publishConfig: { access: 'public', provenance: true } };
}

const isOurs = (name: string) => name.startsWith('@sallyport/');

/** Everything that the packages need of others, one version each. */
function dependenciesOf(...folders: readonly string[]): Record<string, string> {
  const all = folders.flatMap((folder) => Object.entries(readManifest(folder).dependencies ?? {}));
  return Object.fromEntries(all.filter(([name]) => !isOurs(name)).sort());
}

/** What the workspace exports as sources, as it is built. */
function builtExports(exported: Readonly<Record<string, { default: string }>>): object {
  const built = Object.entries(exported).map(([name, { default: source }]) => {
    const file = source.replace('./src/', './dist/').replace(/\.ts$/, '');
    return [name, { types: `${file}.d.ts`, default: `${file}.js` }];
  });
  return { ...Object.fromEntries(built), './package.json': './package.json' };
}

/** The manifest of a library: what its `dist` has is all it exports. */
export function libraryManifest(folder: 'packages/contract' | 'packages/client'): Manifest {
  const { name, description, exports, peerDependencies, peerDependenciesMeta } = readManifest(folder);
  return {
    name,
    description,
    ...common(),
    exports: builtExports(exports as Record<string, { default: string }>),
    sideEffects: false,
    engines: { node: '>=20' },
    dependencies: dependenciesOf(folder),
    ...(peerDependencies !== undefined && { peerDependencies, peerDependenciesMeta }),
  };
}

/** What is installed beside the server: its libraries but those that travel inside. */
function serverDependencies(): Record<string, string> {
  const all = dependenciesOf('packages/contract', 'packages/client', 'packages/gateway');
  return Object.fromEntries(Object.entries(all).filter(([name]) => !BUNDLED.includes(name)));
}

/** The manifest of the server, which has its own libraries inside. */
export function serverManifest(): Manifest {
  const { description, bin, peerDependencies, peerDependenciesMeta } = readManifest('packages/gateway');
  const needed = readFileSync(join(ROOT, 'packages/gateway/bin/needed-node.json'), 'utf8');
  const { major, minor } = JSON.parse(needed) as { major: number; minor: number };
  return {
    name: 'sallyport',
    description,
    ...common(),
    bin,
    engines: { node: `>=${major}.${minor}` },
    dependencies: serverDependencies(),
    peerDependencies,
    peerDependenciesMeta,
  };
}
