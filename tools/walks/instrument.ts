import { stripTypeScriptTypes } from 'node:module';
import { type AnyNode, type Node, parse } from 'acorn';

/** One function of the source, or one callback without a name. */
export interface Site {
  /** From the root of the source, as `room/folder/file.ts`. */
  readonly file: string;
  readonly line: number;
  readonly name: string;
  /** The number of the named function it is written in; its own where it has a name, or stands in none. */
  readonly owner: number;
}

type AnyFunction = Extract<AnyNode, { body: unknown; params: unknown }>;

function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';
}

/** In the order of the source, so that insertions at one place keep their nesting. */
function childrenOf(node: AnyNode): AnyNode[] {
  return Object.values(node)
    .flat()
    .filter(isNode)
    .sort((left, right) => left.start - right.start);
}

function isFunction(node: AnyNode): node is AnyFunction {
  return /^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(node.type);
}

function textOf(source: string, node: AnyNode): string {
  return source.slice(node.start, node.end);
}

/** The name a function is declared with, or is given by the variable, member or parameter it is assigned to. */
function nameOf(source: string, node: AnyFunction, parent: AnyNode): string | null {
  if ('id' in node && node.id) return node.id.name;
  switch (parent.type) {
    case 'VariableDeclarator':
      return textOf(source, parent.id);
    case 'MethodDefinition':
    case 'PropertyDefinition':
    case 'Property':
      return textOf(source, parent.key);
    case 'AssignmentExpression':
      return textOf(source, parent.left);
    case 'ExportDefaultDeclaration':
      return 'default';
    default:
      return null;
  }
}

/**
 * The module as JavaScript in which each function and callback records that it is entered, through `globalThis.walks` of
 * recorder.ts. Lines stay where they are. A generator is recorded at its first step, and what it calls counts as called
 * by whoever called it. `sites` receives what was found.
 */
export function instrument(file: string, typescript: string, sites: Site[]): string {
  const source = stripTypeScriptTypes(typescript);
  const insertions: { readonly at: number; readonly text: string }[] = [];
  const insert = (at: number, text: string) => insertions.push({ at, text });

  function visitFunction(node: AnyFunction, parent: AnyNode, owner: number | null): void {
    const number = sites.length;
    const own = nameOf(source, node, parent);
    const line = source.slice(0, node.start).split('\n').length;
    const name = own ?? (owner === null ? 'callback' : `callback in ${sites[owner]?.name}`);
    sites.push({ file, line, name, owner: own === null ? (owner ?? number) : number });
    const isCallback = own === null && node.type !== 'FunctionDeclaration';
    if (isCallback) insert(node.start, '((walkOfCallback) => ');
    const recorded = `globalThis.walks.enter(${number}, ${node.async ? 'async ' : ''}() => `;
    const end = isCallback ? ', walkOfCallback)' : ')';
    for (const parameter of node.params) visit(parameter, node, sites[number]?.owner ?? null);
    const isBlock = node.body.type === 'BlockStatement';
    if (node.generator) insert(node.body.start + 1, `globalThis.walks.enter(${number}, () => {});`);
    else insert(node.body.start + (isBlock ? 1 : 0), isBlock ? `return ${recorded}{` : `${recorded}(`);
    visit(node.body, node, sites[number]?.owner ?? null);
    if (!node.generator) insert(node.body.end - (isBlock ? 1 : 0), isBlock ? `}${end};` : `)${end}`);
    if (isCallback) insert(node.end, ')(globalThis.walks.current())');
  }

  function visit(node: AnyNode, parent: AnyNode, owner: number | null): void {
    if (isFunction(node)) visitFunction(node, parent, owner);
    else for (const child of childrenOf(node)) visit(child, node, owner);
  }

  const program = parse(source, { ecmaVersion: 'latest', sourceType: 'module', allowHashBang: true });
  visit(program, program, null);
  let result = '';
  let from = 0;
  for (const { at, text } of insertions.toSorted((left, right) => left.at - right.at)) {
    result += source.slice(from, at) + text;
    from = at;
  }
  return result + source.slice(from);
}
