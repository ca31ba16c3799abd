import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

interface Locked {
  readonly version?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly link?: boolean;
}
type Packages = Readonly<Record<string, Locked>>;

/** Where Node would find `name` from the package at `at`: beside it, or beside whatever it is in. */
function find(packages: Packages, at: string, name: string): string | undefined {
  for (let folder = at; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    const path = `${folder === '' ? '' : `${folder}/`}node_modules/${name}`;
    if (packages[path] !== undefined) return path;
    if (folder === '') return undefined;
  }
}

/** What `npm ci` would miss: a part for another platform that is not listed, or a listed one whose bytes nobody vouches for. */
function faultsOf(packages: Packages): string[] {
  return Object.entries(packages).flatMap(([at, { optionalDependencies = {}, version, integrity, link }]) => [
    ...Object.keys(optionalDependencies)
      .filter((name) => find(packages, at, name) === undefined)
      .map((name) => `${at} lacks ${name}`),
    ...(at.includes('node_modules/') && version !== undefined && link !== true && integrity === undefined
      ? [`${at} has no integrity`]
      : []),
  ]);
}

const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as { packages: Packages };

test('the lockfile lists the parts of every platform, each with its integrity', () => {
  const optional = Object.values(packages).flatMap(({ optionalDependencies = {} }) =>
    Object.keys(optionalDependencies),
  );
  for (const part of [/win32/, /darwin/, /linux/])
    assert.ok(
      optional.some((name) => part.test(name)),
      `${part}`,
    );
  assert.deepEqual(faultsOf(packages), []);
});

test('planted offenders are caught', () => {
  const parts = { '@a/linux': '1', '@a/win32': '1' };
  const whole = {
    '': {},
    'node_modules/a': { version: '1', integrity: 'x', optionalDependencies: parts },
    'node_modules/@a/linux': { version: '1', integrity: 'x' },
    'node_modules/a/node_modules/@a/win32': { version: '1', integrity: 'x' },
  };
  assert.deepEqual(faultsOf(whole), []);
  const { 'node_modules/a/node_modules/@a/win32': _, ...lacking } = whole;
  assert.deepEqual(faultsOf(lacking), ['node_modules/a lacks @a/win32']);
  assert.deepEqual(faultsOf({ 'node_modules/b': { version: '1' } }), ['node_modules/b has no integrity']);
});
