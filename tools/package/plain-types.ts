import { join } from 'node:path';
import {
  API,
  type Checker,
  type Symbol as Name,
  NodeBuilderFlags,
  SymbolFlags,
  type Type,
  TypeFlags,
} from 'typescript/unstable/sync';
import { ROOT } from './manifests.ts';

const PRINTED = NodeBuilderFlags.NoTruncation | NodeBuilderFlags.InTypeAlias;
/** A name of another type outside of quotes: it would have to be declared as well. */
const NAMES_A_TYPE = /\b[A-Z]\w*\b(?!\??:)/;

/** The type as it is written without the name of any other. */
function plain(checker: Checker, type: Type): string {
  const text = checker.typeToString(type, undefined, PRINTED);
  if (!NAMES_A_TYPE.test(text.replace(/"(?:[^"\\]|\\.)*"/g, '""'))) return text;
  if (type.isUnionType() || type.isIntersectionType()) {
    const sign = type.isUnionType() ? ' | ' : ' & ';
    return type
      .getTypes()
      .map((part) => `(${plain(checker, part)})`)
      .join(sign);
  }
  if (checker.isArrayType(type) && type.isTypeReference()) {
    return `(${checker
      .getTypeArguments(type)
      .map((part) => plain(checker, part))
      .join()})[]`;
  }
  if ((type.flags & TypeFlags.Object) === 0) return text;
  const members = checker.getPropertiesOfType(type).map((member) => {
    const mark = (member.flags & SymbolFlags.Optional) === 0 ? '' : '?';
    return `${JSON.stringify(member.name)}${mark}: ${plain(checker, checker.getTypeOfSymbol(member) as Type)}`;
  });
  const others = checker.getIndexInfosOfType(type).map((index) => {
    return `[key: ${plain(checker, index.keyType)}]: ${plain(checker, index.valueType)}`;
  });
  return `{ ${[...members, ...others].join('; ')} }`;
}

const isType = (name: Name) => (name.flags & (SymbolFlags.TypeAlias | SymbolFlags.Interface)) !== 0;

/**
 * Declarations of those types of the contract that need neither its schemas nor TypeBox: `names`, all of them where the
 * contract has one by each.
 */
export function declarePlainTypes(names: ReadonlySet<string>): string {
  const folder = join(ROOT, 'packages/contract');
  const api = new API({ cwd: ROOT });
  try {
    const config = join(folder, 'tsconfig.json');
    const project = api.updateSnapshot({ openProjects: [config] }).getProject(config);
    const file = project?.program.getSourceFile(join(folder, 'src/index.ts'));
    const module = file && project?.checker.getSymbolAtLocation(file);
    if (project === undefined || module === undefined) throw new Error('the contract does not compile');
    const { checker } = project;
    const declared = checker.getExportsOfModule(module).flatMap((name) => {
      if (!names.has(name.name)) return [];
      const origin = (name.flags & SymbolFlags.Alias) === 0 ? name : checker.getAliasedSymbol(name);
      if (!isType(origin)) throw new Error(`the client needs ${name.name} of the contract, which is no type`);
      const said = origin.getDocumentationComment(checker).trim().replaceAll('\n', '\n * ');
      const comment = said === '' ? '' : `/** ${said} */\n`;
      return [`${comment}export type ${name.name} = ${plain(checker, checker.getDeclaredTypeOfSymbol(origin))};\n`];
    });
    if (declared.length !== names.size) throw new Error('the client names a type that the contract does not have');
    return declared.join('');
  } finally {
    api.close();
  }
}
