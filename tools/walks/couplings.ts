import type { SourceFile } from './source-tree.ts';

const DIALECT = /^dialects\/([^/]+)\//;
/** Whose body it is, where that is stated; then a member by its name in brackets, or a cast of the body or of a member. */
const BODY =
  /(?:\b(?<of>\w+)\??\.)?\bbody(?:(?<read>\??\.?\[\s*['"`])|(?:\??\.\w+|\[\w+\])*\)?\s+as\s+(?!const\b)[\w{(])/g;
/** Their bodies are parsed by a schema, and are no events. */
const OF_HTTP = new Set(['request', 'response', 'answer', 'reply']);
const EVENTS = /(^|\/)[\w-]*events?[\w-]*(\/|\.ts$)/;
const WRITE = /\b(?:insertInto|replaceInto|updateTable|deleteFrom|mergeInto)\(\s*['"`](\w+)/g;
const RAW_WRITE = /\b(?:insert into|replace into|delete from|update(?=\s+["\w]+\s+set\b))\s+"?(\w+)/gi;
/** Each is written once and never again, whatever the tables' stores are today. */
const MIGRATION = /(^|\/)migrations\//;

const COMMENT = /^[ \t]*\/\*\*?[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm;
/** They name vendors, and no dialect: the commands are a client of anybody's servers, and the seeds are example data. */
const NO_SERVER = /^cli\/|^app\/seed-/;

/** The text without its comments, each thing on the line it was on. */
function codeOf(text: string): string {
  return text.replace(COMMENT, (comment) => comment.replace(/[^\n]/g, ''));
}

/** By dialect: the files outside its folder that import from it. */
export function findTouched(files: readonly SourceFile[]): ReadonlyMap<string, readonly string[]> {
  const folders = new Set(files.flatMap(({ file }) => DIALECT.exec(file)?.[1] ?? []));
  // A dialect is on the list; before there was one, every folder was a dialect.
  const list = files.find(({ file }) => file === 'dialects/index.ts')?.imports ?? [];
  const described = [...folders].filter((name) => list.includes(`dialects/${name}/dialect.ts`));
  const dialects = described.length > 0 ? described : [...folders];
  return new Map(
    dialects.map((dialect) => {
      const folder = `dialects/${dialect}/`;
      const outside = files.filter(({ file, imports }) => {
        return !file.startsWith(folder) && imports.some((imported) => imported.startsWith(folder));
      });
      return [dialect, outside.map(({ file }) => file)];
    }),
  );
}

/**
 * By dialect: the files outside its folder that hold its name, as a text of its own or as a key, in code. Those of the commands
 * and of the sandbox's seeds are left out.
 */
export function findNamed(
  files: readonly SourceFile[],
  dialects: Iterable<string>,
): ReadonlyMap<string, readonly string[]> {
  return new Map(
    [...dialects].map((dialect) => {
      const named = new RegExp(`['"\`]${dialect}['"\`]|[{,]\\s*${dialect}\\s*:`);
      const outside = files.filter(
        ({ file, text }) =>
          !file.startsWith(`dialects/${dialect}/`) && !NO_SERVER.test(file) && named.test(codeOf(text)),
      );
      return [dialect, outside.map(({ file }) => file)];
    }),
  );
}

/**
 * Each place, as `file:line`, at which the body of an event is read by a name in brackets or cast (`BODY` is the pattern). A
 * cast of what is only called `body` counts in files that import from a file or folder named after events. Comments are left
 * out.
 */
export function findBodyCasts(files: readonly SourceFile[]): readonly string[] {
  return files.flatMap(({ file, text, imports }) => {
    const isOfEvents = EVENTS.test(file) || imports.some((imported) => EVENTS.test(imported));
    const code = codeOf(text);
    return [...code.matchAll(BODY)]
      .filter(({ groups = {} }) => !OF_HTTP.has(groups['of'] ?? ''))
      .filter(({ groups = {} }) => groups['read'] !== undefined || groups['of'] !== undefined || isOfEvents)
      .map(({ index }) => `${file}:${code.slice(0, index).split('\n').length}`);
  });
}

/** The tables whose rows more than one file writes, with those files. Migrations are left out. */
export function findSharedTables(files: readonly SourceFile[]): ReadonlyMap<string, readonly string[]> {
  const writers = files
    .filter(({ file }) => !MIGRATION.test(file))
    .flatMap(({ file, text }) =>
      [WRITE, RAW_WRITE].flatMap((write) => [...text.matchAll(write)].map(([, table = '']) => ({ file, table }))),
    );
  const tables = Map.groupBy(writers, ({ table }) => table);
  const shared = [...tables].map(([table, of]) => [table, [...new Set(of.map(({ file }) => file))]] as const);
  return new Map(shared.filter(([, of]) => of.length > 1).sort(([left], [right]) => left.localeCompare(right)));
}
