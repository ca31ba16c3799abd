import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const SOURCE = 'packages/gateway/src';

/** What each room of the gateway may import of ours, besides itself. Anything that is not here is refused. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  kernel: [],
  config: ['kernel'],
  database: ['kernel', 'config'],
  audit: ['kernel', 'database'],
  agencies: ['kernel', 'database', 'audit'],
  outbox: ['kernel', 'database', 'audit'],
  people: ['kernel', 'database', 'audit', 'outbox', 'agencies'],
  authorization: ['kernel', 'database', 'audit', 'outbox', 'agencies', 'people'],
  'clean-up': ['kernel', 'database', 'audit'],
  incidents: ['kernel', 'database', 'audit', 'agencies'],
  intake: ['kernel', 'database', 'audit', 'agencies', 'people', 'authorization', 'incidents'],
  delivery: ['kernel', 'outbox', 'database', 'audit', 'agencies', 'people', 'authorization', 'clean-up', 'incidents'],
  operation: ['kernel', 'outbox', 'database', 'authorization', 'delivery'],
  records: ['kernel', 'database', 'audit', 'agencies', 'people', 'authorization', 'incidents', 'delivery'],
  dialects: [
    '@sallyport/contract',
    'kernel',
    'outbox',
    'audit',
    'agencies',
    'people',
    'authorization',
    'clean-up',
    'incidents',
    'delivery',
    'intake',
    'operation',
    'records',
  ],
  http: ['kernel', 'config', 'agencies', 'people', 'authorization', 'clean-up', 'dialects'],
  app: [
    '@sallyport/contract',
    'kernel',
    'outbox',
    'config',
    'database',
    'audit',
    'agencies',
    'people',
    'authorization',
    'clean-up',
    'incidents',
    'delivery',
    'intake',
    'operation',
    'dialects',
    'http',
  ],
  cli: [
    '@sallyport/contract',
    '@sallyport/client',
    '@sallyport/client/node',
    '@sallyport/client/prepared',
    '@sallyport/client/rapidsos',
    '@sallyport/client/streams',
    'kernel',
    'outbox',
    'config',
    'database',
    'audit',
    'agencies',
    'people',
    'authorization',
    'clean-up',
    'incidents',
    'operation',
    'records',
    'dialects',
    'app',
  ],
};

/** Whose types, and nothing else, a room may name besides: the ports that its functions take. */
const MAY_NAME: Readonly<Record<string, readonly string[]>> = {
  dialects: ['database'],
  http: ['database', 'audit', 'delivery'],
};

/** What other packages may import of ours. */
const PACKAGES_MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  contract: [],
  client: ['@sallyport/contract'],
  portal: ['@sallyport/client', '@sallyport/contract'],
};

const FILES_AT_LEAST = 480;
const NAMELESS = /(^|\/)(helpers?|utils?|common|misc|shared|managers?)(\/|\.tsx?$)/;

interface Source {
  readonly file: string;
  readonly text: string;
}

function read(pattern: string): Source[] {
  return globSync(pattern, { cwd: root }).map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') }));
}

function importsOf(text: string): { specifier: string; isTypeOnly: boolean }[] {
  return [...text.matchAll(/^\s*(?:import|export)\s+(type\s)?[^'"`;]*?from\s+'([^']+)'|import\('([^']+)'\)/gm)].map(
    ([, type, from, dynamic]) => ({ specifier: from ?? dynamic ?? '', isTypeOnly: type !== undefined }),
  );
}

/** The room or package a specifier leads to, or nothing where it is a library. */
function targetOf(file: string, specifier: string): string | undefined {
  if (specifier.startsWith('@sallyport/')) return specifier;
  if (!specifier.startsWith('.')) return undefined;
  const path = normalize(join(dirname(file), specifier));
  return path.startsWith(`${SOURCE}/`) ? path.slice(SOURCE.length + 1).split('/')[0] : path;
}

function roomFaults({ file, text }: Source): string[] {
  const room = file.slice(SOURCE.length + 1).split('/')[0] ?? '';
  const allowed = MAY_IMPORT[room];
  if (allowed === undefined) return [`${file}: ${room} is not a room`];
  const isTest = file.endsWith('.test.ts');
  return importsOf(text)
    .map(({ specifier, isTypeOnly }) => ({ specifier, isTypeOnly, target: targetOf(file, specifier) }))
    .filter(({ target }) => target !== undefined && target !== room && !allowed.includes(target))
    .filter(({ target = '', isTypeOnly }) => !isTypeOnly || !MAY_NAME[room]?.includes(target))
    .filter(() => !isTest)
    .map(({ specifier }) => `${file}: ${room} may not import ${specifier}`);
}

/** `http` serves what routes and dialects declare, and knows nothing of how they read a request. */
function servingFaults({ file, text }: Source): string[] {
  if (!file.startsWith(`${SOURCE}/http/`) || file.endsWith('.test.ts')) return [];
  return importsOf(text)
    .filter(({ specifier }) => /\/dialects\/(?!routing\/)/.test(specifier))
    .map(({ specifier }) => `${file}: of the dialects, http may import routing/ alone, and not ${specifier}`);
}

/** The folders of `dialects/` that are one vocabulary each; what stands in the others is for all of them. */
const DIALECTS = new Set(
  globSync(`${SOURCE}/dialects/*/dialect.ts`, { cwd: root })
    .map((file) => file.split('/').at(-2))
    .filter((folder) => folder !== 'routing'),
);

/** The list, and those who start a server on it, know the dialects; a dialect knows itself, and nobody else any. */
const KNOWS_DIALECTS = /\/(dialects\/index|app\/[^/]+|http\/[^/]+\.test)\.ts$/;

function dialectFaults({ file, text }: Source): string[] {
  const own = /\/dialects\/([a-z0-9]+)\//.exec(file)?.[1];
  if (file.endsWith('.test.ts') || KNOWS_DIALECTS.test(file)) return [];
  return importsOf(text)
    .filter(({ specifier }) => specifier.startsWith('.'))
    .map(({ specifier }) => /\/dialects\/([a-z0-9]+)\//.exec(normalize(join(dirname(file), specifier)))?.[1])
    .filter((other) => other !== own && DIALECTS.has(other))
    .map((other) => `${file}: may not know the dialect ${other}`);
}

function queryFaults({ file, text }: Source): string[] {
  const mayQuery = file.startsWith(`${SOURCE}/database/`) || file.endsWith('/store.ts') || file.endsWith('.test.ts');
  const imports = importsOf(text).some(({ specifier }) => specifier === 'kysely' || specifier === 'pg');
  return imports && !mayQuery ? [`${file}: only store.ts files and database/ import the query builder`] : [];
}

/** Which tables a store writes. */
const WRITES = /\.(?:insertInto|updateTable|deleteFrom)\('(\w+)'\)/g;

/** Tables whose rows more than one store writes: the rules of a row would stand in two places. */
function writerFaults(sources: readonly Source[]): string[] {
  const writers = new Map<string, Set<string>>();
  for (const { file, text } of sources.filter((source) => source.file.endsWith('/store.ts'))) {
    for (const [, table = ''] of text.matchAll(WRITES)) {
      writers.set(table, (writers.get(table) ?? new Set()).add(file));
    }
  }
  return [...writers]
    .filter(([, files]) => files.size > 1)
    .map(([table, files]) => `${table} is written by ${[...files].sort().join(' and ')}`);
}

/** A way in calls use cases; the tables behind them are the area's own affair. */
function storeFaults({ file, text }: Source): string[] {
  if (!/\/(dialects|http|cli)\//.test(file) || file.endsWith('.test.ts')) return [];
  return importsOf(text)
    .filter(({ specifier }) => specifier.endsWith('/store.ts'))
    .map(({ specifier }) => `${file}: calls the store ${specifier} past its use cases`);
}

function packageFaults({ file, text }: Source): string[] {
  const [, name = ''] = file.split('/');
  const allowed = PACKAGES_MAY_IMPORT[name] ?? [];
  return importsOf(text)
    .filter(({ specifier }) => specifier.startsWith('@sallyport/'))
    .filter(({ specifier, isTypeOnly }) => !allowed.includes(specifier) || (name === 'client' && !isTypeOnly))
    .map(({ specifier }) => `${file}: ${name} may not import ${specifier}`);
}

function sizeFaults({ file, text }: Source): string[] {
  const code = text.split('\n').filter((line) => !/^\s*(\/\/|\/?\*|$)/.test(line)).length;
  const most = file.endsWith('.test.ts') || file.endsWith('.test.tsx') ? 600 : 400;
  return code > most ? [`${file}: ${code} lines of code, of at most ${most}`] : [];
}

const gateway = read(`${SOURCE}/**/*.ts`);
const everything = [
  ...gateway,
  ...read('packages/{contract,client,portal,testing}/src/**/*.{ts,tsx}'),
  ...read('{tests,tools,bench}/**/*.ts'),
];

test(`the gateway has at least ${FILES_AT_LEAST} files, so that the rules below see them`, () => {
  assert.ok(gateway.length >= FILES_AT_LEAST, `only ${gateway.length} files were seen`);
});

test('each room imports only what it may', () => {
  assert.deepEqual(gateway.flatMap(roomFaults), []);
});

test('http knows of the dialects only how they declare what they serve', () => {
  assert.deepEqual(gateway.flatMap(servingFaults), []);
});

test('no dialect knows another', () => {
  assert.deepEqual(gateway.flatMap(dialectFaults), []);
});

test('only stores and the database room know the query builder', () => {
  assert.deepEqual(gateway.flatMap(queryFaults), []);
});

test('rows of a table are written by one store', () => {
  assert.deepEqual(writerFaults(gateway), []);
});

test('no way in reaches past the use cases into a store', () => {
  assert.deepEqual(gateway.flatMap(storeFaults), []);
});

test('contract, client and portal import only what they may', () => {
  assert.deepEqual(read('packages/{contract,client,portal,testing}/src/**/*.{ts,tsx}').flatMap(packageFaults), []);
});

test('no file is longer than a reader keeps in mind', () => {
  assert.deepEqual(everything.flatMap(sizeFaults), []);
});

test('no file or folder has a name that states nothing', () => {
  assert.deepEqual(
    everything.map(({ file }) => file).filter((file) => NAMELESS.test(file)),
    [],
  );
});

/** A cache that is full forgets what was used longest ago (`lru-cache`), or whoever fills it empties it for everybody. */
const FORGETS_ALL = /\.size\s*>=?\s*\w+\)\s*(\{\s*)?(this\.#)?\w+\.clear\(\)/;

test('no cache forgets everything when it is full', () => {
  const sources = read('packages/gateway/src/**/*.ts');
  assert.deepEqual(
    sources.filter(({ text }) => FORGETS_ALL.test(text)).map(({ file }) => file),
    [],
  );
  for (const kept of ['this.#kept', 'kept']) {
    assert.ok(FORGETS_ALL.test(`if (${kept}.size >= CLIENTS_KEPT) ${kept}.clear();`));
  }
});

test('planted offenders are caught', () => {
  const offender = (file: string, text: string) => ({ file: `${SOURCE}/${file}`, text });
  assert.equal(roomFaults(offender('kernel/x.ts', "import { a } from '../people/parts.ts';")).length, 1);
  assert.equal(roomFaults(offender('delivery/x.ts', "import { a } from '../dialects/route.ts';")).length, 1);
  assert.equal(roomFaults(offender('nowhere/x.ts', '')).length, 1);
  assert.equal(roomFaults(offender('people/x.ts', "const a = await import('../http/metrics.ts');")).length, 1);
  assert.equal(dialectFaults(offender('dialects/oauth/x.ts', "import { a } from '../rapidsos/errors.ts';")).length, 1);
  assert.equal(dialectFaults(offender('http/x.ts', "import { a } from '../dialects/native/errors.ts';")).length, 1);
  assert.equal(servingFaults(offender('http/x.ts', "import { a } from '../dialects/requests/a.ts';")).length, 1);
  assert.equal(servingFaults(offender('http/x/y.ts', "import { a } from '../../dialects/index.ts';")).length, 1);
  assert.equal(servingFaults(offender('http/x.ts', "import { a } from '../dialects/routing/a.ts';")).length, 0);
  assert.equal(roomFaults(offender('dialects/x.ts', "import { a } from '../database/faults.ts';")).length, 1);
  assert.equal(roomFaults(offender('dialects/x.ts', "import type { A } from '../database/faults.ts';")).length, 0);
  assert.equal(queryFaults(offender('people/x.ts', "import { sql } from 'kysely';")).length, 1);
  assert.equal(
    packageFaults({ file: 'packages/contract/src/x.ts', text: "import { a } from '@sallyport/client';" }).length,
    1,
  );
  assert.equal(
    packageFaults({ file: 'packages/client/src/x.ts', text: "import { Problem } from '@sallyport/contract';" }).length,
    1,
  );
  assert.equal(storeFaults(offender('cli/x.ts', "import { a } from '../people/users/store.ts';")).length, 1);
  const writing = (file: string) => offender(file, "query.updateTable('agencies')");
  assert.equal(writerFaults([writing('agencies/store.ts'), writing('incidents/events/store.ts')]).length, 1);
  assert.equal(writerFaults([writing('agencies/store.ts')]).length, 0);
  assert.equal(sizeFaults(offender('x.ts', 'a;\n'.repeat(401))).length, 1);
  assert.ok(NAMELESS.test('packages/gateway/src/authorization/utils.ts'));
});
