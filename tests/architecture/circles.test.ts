import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const IMPORT = /^\s*(?:import|export)\s[^'"`;]*?from\s+'(\.[^']+)'|import\('(\.[^']+)'\)/gm;
const FILES_AT_LEAST = 500;

interface Source {
  readonly file: string;
  readonly text: string;
}

type Graph = ReadonlyMap<string, ReadonlySet<string>>;

function read(): Source[] {
  return (
    globSync('packages/{contract,client,gateway,portal,testing}/src/**/*.{ts,tsx}', { cwd: root })
      // A package's entry only lists what is public.
      .filter((file) => !/\.test\.tsx?$|src\/index\.ts$/.test(file))
      .map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') }))
  );
}

/** Which file imports which, types included: a reader follows both. */
function importsOf(sources: readonly Source[]): [string, string][] {
  return sources.flatMap(({ file, text }) =>
    [...text.matchAll(IMPORT)].map(([, from, dynamic]): [string, string] => [
      file,
      normalize(join(dirname(file), from ?? dynamic ?? '')),
    ]),
  );
}

/** The folders and files directly inside `folder`; its own files are one node, `.`. */
function insideOf(folder: string, imports: readonly [string, string][]): Graph {
  const graph = new Map<string, Set<string>>();
  const nodeOf = (file: string) => {
    if (!file.startsWith(`${folder}/`)) return undefined;
    const [first = '', ...rest] = file.slice(folder.length + 1).split('/');
    return rest.length === 0 ? '.' : first;
  };
  for (const [from, to] of imports) {
    const [a, b] = [nodeOf(from), nodeOf(to)];
    if (a !== undefined && b !== undefined && a !== b) graph.set(a, (graph.get(a) ?? new Set()).add(b));
  }
  return graph;
}

function reachable(graph: Graph, from: string): Set<string> {
  const seen = new Set<string>();
  const left = [...(graph.get(from) ?? [])];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    left.push(...(graph.get(next) ?? []));
  }
  return seen;
}

/** Every group of nodes of which each leads to each other. */
function circlesOf(graph: Graph): string[][] {
  const reaches = new Map([...graph.keys()].map((node) => [node, reachable(graph, node)]));
  const inCircle = [...graph.keys()].filter((node) => reaches.get(node)?.has(node));
  const groups = inCircle.map((node) =>
    inCircle.filter((other) => reaches.get(node)?.has(other) && reaches.get(other)?.has(node)).sort(),
  );
  return [...new Map(groups.map((group) => [group.join(), group])).values()];
}

function folderCircles(sources: readonly Source[]): string[] {
  const folders = new Set<string>();
  for (const { file } of sources) {
    for (let folder = dirname(file); folder.includes('/'); folder = dirname(folder)) folders.add(folder);
  }
  const imports = importsOf(sources);
  return [...folders]
    .sort()
    .flatMap((folder) => circlesOf(insideOf(folder, imports)).map((names) => `${folder}: ${names.join(' ')}`));
}

function fileCircles(sources: readonly Source[]): string[] {
  const graph = new Map<string, Set<string>>();
  for (const [from, to] of importsOf(sources)) graph.set(from, (graph.get(from) ?? new Set()).add(to));
  return circlesOf(graph).map((names) => names.join(' '));
}

const sources = read();

test(`at least ${FILES_AT_LEAST} files were seen`, () => {
  assert.ok(sources.length >= FILES_AT_LEAST, `only ${sources.length} files were seen`);
});

test('no two folders of a folder import each other, on whatever way round', () => {
  assert.deepEqual(folderCircles(sources), []);
});

test('no files import each other, on whatever way round', () => {
  assert.deepEqual(fileCircles(sources), []);
});

test('planted circles are caught', () => {
  const file = (path: string, ...imports: string[]): Source => ({
    file: `packages/x/src/${path}`,
    text: imports.map((each) => `import { a } from '${each}';`).join('\n'),
  });
  const siblings = [file('a/one.ts', '../b/two.ts'), file('b/two.ts'), file('b/three.ts', '../a/one.ts')];
  assert.deepEqual(folderCircles(siblings), ['packages/x/src: a b']);
  assert.deepEqual(fileCircles(siblings), []);
  const child = [file('a/one.ts', './deep/two.ts'), file('a/deep/two.ts', '../three.ts'), file('a/three.ts')];
  assert.deepEqual(folderCircles(child), ['packages/x/src/a: . deep']);
  const around = [
    file('a/x.ts', '../b/x.ts'),
    file('b/x.ts', '../c/x.ts'),
    file('c/x.ts', '../a/y.ts'),
    file('a/y.ts'),
  ];
  assert.deepEqual(folderCircles(around), ['packages/x/src: a b c']);
  assert.deepEqual(fileCircles([file('one.ts', './two.ts'), file('two.ts', './one.ts')]).length, 1);
  assert.deepEqual(
    folderCircles([
      { ...file('a/one.ts'), text: "const b = await import('../b/two.ts');" },
      file('b/two.ts', '../a/z.ts'),
    ]).length,
    1,
  );
});
