import { globSync, readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type AnyNode, type ModuleDeclaration, type Node, parse, type Statement } from 'acorn';
import { DIALECTS } from '../packages/gateway/src/dialects/index.ts';
import { ERROR_CATALOGUE, type ErrorCode, refuse } from '../packages/gateway/src/kernel/errors.ts';

const SOURCE = fileURLToPath(new URL('../packages/gateway/src', import.meta.url));
/** What a use case alone refuses with: everything else, `http` refuses too. */
const STATUSES: ReadonlySet<number> = new Set([409, 410, 412, 422]);

/** One declaration at the top of a file: its text, what it names there, and what it refuses with. */
interface Declaration {
  readonly text: string;
  readonly names: ReadonlySet<string>;
  readonly codes: ReadonlySet<ErrorCode>;
}

type RouteRefusals = Readonly<Record<string, readonly ErrorCode[]>>;

interface SourceModule {
  readonly declared: Map<string, Declaration>;
  /** By its name here: the file that a name is from and its name there; `*` is the whole file. */
  readonly imported: Map<string, { readonly file: string; readonly name: string }>;
}

const CODES: ReadonlyMap<string, ErrorCode> = new Map(
  Object.entries(refuse).map(([name, make]) => [name, make({ description: '' }).code]),
);

function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';
}

/** What stands somewhere in a node: names, `a.b` of names, and the refusals it makes. */
function contentOf(root: AnyNode, source: string): Declaration {
  const names = new Set<string>();
  const codes = new Set<ErrorCode>();
  const waiting: AnyNode[] = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (node.type === 'Identifier') names.add(node.name);
    if (node.type === 'MemberExpression' && node.object.type === 'Identifier' && node.property.type === 'Identifier') {
      const code = node.object.name === 'refuse' ? CODES.get(node.property.name) : undefined;
      if (code !== undefined && STATUSES.has(ERROR_CATALOGUE[code].status)) codes.add(code);
      names.add(`${node.object.name}.${node.property.name}`);
    }
    for (const [key, child] of Object.entries(node)) {
      const isOnlyAName =
        (node.type === 'MemberExpression' && key === 'property' && !node.computed) ||
        (node.type === 'Property' && key === 'key' && !node.computed);
      if (!isOnlyAName) waiting.push(...[child].flat().filter(isNode));
    }
  }
  return { text: source.slice(root.start, root.end), names, codes };
}

function addStatement(
  module: SourceModule,
  from: { file: string; source: string },
  statement: Statement | ModuleDeclaration,
): void {
  const fileOf = (specifier: unknown) => normalize(join(dirname(from.file), String(specifier)));
  switch (statement.type) {
    case 'ImportDeclaration':
      for (const one of statement.specifiers) {
        const name = one.type === 'ImportSpecifier' && one.imported.type === 'Identifier' ? one.imported.name : '*';
        module.imported.set(one.local.name, { file: fileOf(statement.source.value), name });
      }
      break;
    case 'ExportNamedDeclaration':
      if (statement.declaration) addStatement(module, from, statement.declaration);
      break;
    case 'FunctionDeclaration':
    case 'ClassDeclaration':
      module.declared.set(statement.id.name, contentOf(statement, from.source));
      break;
    case 'VariableDeclaration':
      for (const one of statement.declarations) {
        const content = contentOf(one, from.source);
        for (const name of contentOf(one.id, from.source).names) module.declared.set(name, content);
      }
      break;
    default:
  }
}

function readModules(): ReadonlyMap<string, SourceModule> {
  const files = globSync('**/*.ts', { cwd: SOURCE }).filter((file) => !file.endsWith('.test.ts'));
  return new Map(
    files.map((file) => {
      const module: SourceModule = { declared: new Map(), imported: new Map() };
      const source = stripTypeScriptTypes(readFileSync(join(SOURCE, file), 'utf8'));
      const { body } = parse(source, { ecmaVersion: 'latest', sourceType: 'module' });
      for (const statement of body) addStatement(module, { file, source }, statement);
      return [file, module];
    }),
  );
}

/** Everything that a declaration and all that it names may refuse with. */
function codesFrom(modules: ReadonlyMap<string, SourceModule>, file: string, name: string): readonly ErrorCode[] {
  const codes = new Set<ErrorCode>();
  const seen = new Set<string>();
  const waiting: { file: string; name: string }[] = [{ file, name }];
  for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
    const key = `${place.file} ${place.name}`;
    const module = modules.get(place.file);
    const declaration = module?.declared.get(place.name);
    if (module === undefined || declaration === undefined || seen.has(key)) continue;
    seen.add(key);
    for (const code of declaration.codes) codes.add(code);
    for (const used of declaration.names) {
      const [first = '', member] = used.split('.');
      const from = module.imported.get(first);
      if (from === undefined) waiting.push({ file: place.file, name: first });
      else if (from.name !== '*') waiting.push(from);
      else if (member !== undefined) waiting.push({ file: from.file, name: member });
    }
  }
  return [...codes].sort();
}

/** Where each route is declared: an export of a file of the dialects, or in the object that an export is. */
async function placesOfRoutes(): Promise<ReadonlyMap<unknown, { file: string; name: string }>> {
  const files = globSync('dialects/**/*.ts', { cwd: SOURCE }).filter((file) => !file.endsWith('.test.ts'));
  const places = new Map<unknown, { file: string; name: string }>();
  for (const file of files) {
    const exported = (await import(pathToFileURL(join(SOURCE, file)).href)) as Record<string, unknown>;
    for (const [name, value] of Object.entries(exported)) {
      if (typeof value !== 'object' || value === null) continue;
      const place = { file, name };
      for (const within of Object.values(value)) if (!places.has(within)) places.set(within, place);
      places.set(value, place);
    }
  }
  return places;
}

const GENERATED = '// Generated by npm run generate from what each handler calls; do not edit.';

/** The table as the source file that the API pages are made with. */
export function routeRefusalsFile(refusals: RouteRefusals): string {
  const rows = Object.entries(refusals).map(
    ([operationId, codes]) => `  ${operationId}: [${codes.map((code) => `'${code}'`).join(', ')}],`,
  );
  return [
    GENERATED,
    "import type { ErrorCode } from '../kernel/errors.ts';",
    '',
    '/** By operation id: what the use case of a route may refuse with that no other stage of a request does. */',
    'export const ROUTE_REFUSALS: Readonly<Record<string, readonly ErrorCode[]>> = {',
    ...rows,
    '};',
    '',
  ].join('\n');
}

/** Where a handler is written, for a route that no file exports. */
function placeOfText(
  modules: ReadonlyMap<string, SourceModule>,
  text: string,
): { file: string; name: string } | undefined {
  for (const [file, { declared }] of modules) {
    for (const [name, declaration] of declared) if (declaration.text.includes(text)) return { file, name };
  }
  return undefined;
}

/**
 * By operation id: the codes of 409, 410, 412 and 422 with which the use case of a route may refuse, as the source has them:
 * every `refuse.…` in what its handler calls, and in what that calls. Routes that refuse with none of them are left out.
 */
export async function routeRefusals(): Promise<RouteRefusals> {
  const modules = readModules();
  const places = await placesOfRoutes();
  const found = DIALECTS.flatMap(({ routes }) =>
    Object.entries(routes).map(([operationId, route]) => {
      const place = places.get(route) ?? placeOfText(modules, String(route.handle));
      if (place === undefined) throw new Error(`the handler of ${operationId} must stand in a file of its dialect`);
      return [operationId, codesFrom(modules, place.file, place.name)] as const;
    }),
  );
  return Object.fromEntries(found.filter(([, codes]) => codes.length > 0));
}
