import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const DIALECTS = 'packages/gateway/src/dialects';
const HANDLERS_AT_LEAST = 100;
/** Where use cases are. */
const ROOMS =
  /^packages\/gateway\/src\/(people|authorization|agencies|incidents|intake|delivery|outbox|clean-up|operation)\//;

interface Source {
  readonly file: string;
  readonly text: string;
}

/** What reads a request, for every dialect. Whoever hides a use case there calls two. */
const READERS = `${DIALECTS}/requests/`;
/** Which agency an operator names is read before any use case knows whose it is. */
const READS_AGENCY = 'chosenAgency';

/** The values that a file imports from files of which `isWanted` is true, by those files. */
function importedFrom({ file, text }: Source, isWanted: (path: string) => boolean): { path: string; name: string }[] {
  return [...text.matchAll(/^import\s+\{([^}]*)\}\s+from\s+'(\.[^']+)'/gm)]
    .map(([, names = '', specifier = '']) => ({ names, path: normalize(join(dirname(file), specifier)) }))
    .filter(({ path }) => isWanted(path))
    .flatMap(({ names, path }) => names.split(',').map((name) => ({ path, name: name.trim() })))
    .filter(({ name }) => name !== '' && !name.startsWith('type '));
}

/** The use cases that a file can call: of the rooms, and of those who read requests the functions that call one. */
function useCasesOf(source: Source, readers: readonly Source[]): string[] {
  const ofRooms = importedFrom(source, (path) => ROOMS.test(path)).map(({ name }) => name);
  const hidden = importedFrom(source, (path) => path.startsWith(READERS)).filter(({ path, name }) => {
    const reader = readers.find(({ file }) => file === path);
    const start = reader?.text.search(new RegExp(`function ${name}\\b`)) ?? -1;
    if (reader === undefined || start === -1 || name === READS_AGENCY) return false;
    return calledIn(block(reader.text, reader.text.indexOf('{\n', start)), useCasesOf(reader, [])).length > 0;
  });
  return [...ofRooms, ...hidden.map(({ name }) => name)];
}

/** The text from an opening brace to the one that closes it. */
function block(text: string, from: number): string {
  let depth = 0;
  for (let at = text.indexOf('{', from); at < text.length && at !== -1; at += 1) {
    if (text[at] === '{') depth += 1;
    if (text[at] === '}') depth -= 1;
    if (depth === 0) return text.slice(from, at + 1);
  }
  return text.slice(from);
}

/** The bodies of the handlers of a file. */
function handlersOf(text: string): string[] {
  return [...text.matchAll(/^ {2}async handle\([^)]*\) \{/gm)].map(({ index, 0: head }) =>
    block(text, index + head.length - 1),
  );
}

/** Use cases that a handler calls: functions of the rooms that are given the ports. */
function calledIn(handler: string, useCases: readonly string[]): string[] {
  return [...handler.matchAll(/\b(\w+)\(\s*ports\b/g)]
    .map(([, name = '']) => name)
    .filter((name) => useCases.includes(name));
}

function handlerFaults(source: Source, readers: readonly Source[]): string[] {
  const useCases = useCasesOf(source, readers);
  return handlersOf(source.text)
    .map((handler) => calledIn(handler, useCases))
    .filter(({ length }) => length > 1)
    .map((called) => `${source.file}: one handler calls ${called.join(' and ')}`);
}

const sources = globSync(`${DIALECTS}/**/*.ts`, { cwd: root })
  .filter((file) => !file.endsWith('.test.ts'))
  .map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') }));

const readers = sources.filter(({ file }) => file.startsWith(READERS));

test('a handler calls one use case', () => {
  assert.deepEqual(
    sources.flatMap((source) => handlerFaults(source, readers)),
    [],
  );
  const seen = sources.flatMap(({ text }) => handlersOf(text)).length;
  assert.ok(seen >= HANDLERS_AT_LEAST, `only ${seen} handlers were seen`);
});

test('planted offenders are caught', () => {
  const faultsOf = (calls: string) => {
    const text = [
      "import { a, type B, c } from '../../authorization/x.ts';",
      "import { hides, reads } from '../requests/y.ts';",
      `export const x = {\n  async handle(ports, request) {\n    ${calls}\n  },\n};\n`,
    ].join('\n');
    const reader = [
      "import { d } from '../../authorization/x.ts';",
      'export function hides(ports: Ports, request: RouteRequest): Promise<A> {\n  return d(ports, request);\n}',
      'export function reads(ports: { a: string }, request: RouteRequest): string {\n  return ports.a;\n}',
    ].join('\n');
    return handlerFaults({ file: `${DIALECTS}/oauth/x.ts`, text }, [{ file: `${READERS}y.ts`, text: reader }]).length;
  };
  assert.equal(faultsOf('await a(ports, {}); return c(ports, {});'), 1);
  assert.equal(faultsOf('if (x) { await a(ports); }\n    return c(\n      ports, {});'), 1);
  assert.equal(faultsOf('const client = await hides(ports, request); return c(ports, { client });'), 1);
  assert.equal(faultsOf('return c(ports, { a, b: reads(ports, request) });'), 0);
});
