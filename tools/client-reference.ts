import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isolatedDeclarationSync } from 'rolldown/experimental';
import { type ESTree, parseSync } from 'rolldown/utils';
import type { GeneratedDocument } from './documents.ts';

const CLIENT = fileURLToPath(new URL('../packages/client', import.meta.url));
const FOLDER = 'docs/client';

/** One name that an entry exports: its declaration, without bodies and private members, and its docstring. */
interface Declared {
  readonly name: string;
  readonly sentences: string;
  readonly code: string;
}

/** The declarations of a source, as they are published. Refuses a source whose types are not all stated. */
function declarationsOf(file: string): string {
  const { code, errors } = isolatedDeclarationSync(file, readFileSync(file, 'utf8'), { stripInternal: true });
  if (errors.length > 0) throw new Error(`${file}: ${errors.map(({ message }) => message).join('; ')}`);
  const indented = code.replace(/^\t+/gm, (tabs) => '  '.repeat(tabs.length));
  return indented.replace(/^( *)\*(?=[ /])/gm, '$1 *');
}

/** The text of a docstring, as paragraphs. */
function sentencesOf(comment: string): string {
  const lines = comment.split('\n').map((line) => line.replace(/^\s*\*? ?/, '').trimEnd());
  return lines.join('\n').trim().replaceAll('<', '&lt;');
}

const namesOf = (declaration: ESTree.Declaration): string[] =>
  declaration.type === 'VariableDeclaration'
    ? declaration.declarations.flatMap(({ id }) => (id.type === 'Identifier' ? [id.name] : []))
    : 'id' in declaration && declaration.id?.type === 'Identifier'
      ? [declaration.id.name]
      : [];

const nameIn = (name: ESTree.ModuleExportName): string => (name.type === 'Literal' ? String(name.value) : name.name);

/** What a file exports under these names, all where there are none, in its order; names of other packages are left out. */
function exportsOf(file: string, wanted?: ReadonlySet<string>): Declared[] {
  const code = declarationsOf(file);
  const { program, comments, errors } = parseSync(file.replace(/\.ts$/, '.d.ts'), code);
  if (errors.length > 0) throw new Error(`${file}: ${errors.map(({ message }) => message).join('; ')}`);
  const found: Declared[] = [];
  for (const node of program.body) {
    if (node.type === 'ExportAllDeclaration' && node.source.value.startsWith('.')) {
      found.push(...exportsOf(join(dirname(file), node.source.value), wanted));
    }
    if (node.type !== 'ExportNamedDeclaration') continue;
    if (node.source?.value.startsWith('.') === true) {
      const names = node.specifiers.map(({ local }) => nameIn(local)).filter((name) => wanted?.has(name) !== false);
      if (names.length > 0) found.push(...exportsOf(join(dirname(file), node.source.value), new Set(names)));
    }
    if (node.declaration === null) continue;
    const comment = comments.findLast(({ end }) => end <= node.start && code.slice(end, node.start).trim() === '');
    for (const name of namesOf(node.declaration)) {
      if (wanted?.has(name) === false) continue;
      const sentences = comment?.value.startsWith('*') === true ? sentencesOf(comment.value.slice(1)) : '';
      const text = code.slice(node.start, node.end).replace(/\n *#private;/, '');
      found.push({ name, sentences, code: text.replace(/^export (declare )?/, '') });
    }
  }
  return found;
}

/** Overloads of one function are one section. */
function joined(declared: readonly Declared[]): Declared[] {
  const byName = new Map<string, Declared>();
  for (const each of declared) {
    const known = byName.get(each.name);
    byName.set(each.name, known === undefined ? each : { ...known, code: `${known.code}\n${each.code}` });
  }
  return [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

const sectionOf = ({ name, sentences, code }: Declared) =>
  [`## ${name}`, '', ...(sentences === '' ? [] : [sentences, '']), '```ts', code, '```', ''].join('\n');

/** A page for each entry of `@sallyport/client`, with every name that it exports, and a page that lists the entries. */
export function clientReference(generated: string): GeneratedDocument[] {
  const manifest = JSON.parse(readFileSync(join(CLIENT, 'package.json'), 'utf8')) as {
    exports: Record<string, { types: string }>;
  };
  const entries = Object.entries(manifest.exports).map(([path, { types }]) => {
    const page = path === '.' ? 'index' : path.slice(2);
    const title = `@sallyport/client${path.slice(1)}`;
    return { page, title, declared: joined(exportsOf(join(CLIENT, types))) };
  });
  const rows = entries.map(({ page, title, declared }) => {
    return `| [\`${title}\`](${page}.md) | ${declared.map(({ name }) => `\`${name}\``).join(', ')} |`;
  });
  const list = [
    '# The client, name by name',
    '',
    generated,
    '',
    'Every name that `@sallyport/client` exports, by the entry that it is imported from. How to use them is in the package’s README. Types of requests',
    'and answers are of `@sallyport/contract`: their members are in the API reference.',
    '',
    '| Entry | Exports |',
    '| --- | --- |',
    ...rows,
    '',
  ].join('\n');
  return [
    { file: `${FOLDER}/README.md`, content: list },
    ...entries.map(({ page, title, declared }) => ({
      file: `${FOLDER}/${page}.md`,
      content: [`# \`${title}\``, '', generated, '', ...declared.map(sectionOf)].join('\n'),
    })),
  ];
}
