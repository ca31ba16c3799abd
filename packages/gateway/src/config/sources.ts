import { readFileSync } from 'node:fs';
import type { ConfigFile } from './config-file.ts';
import type { Flags } from './flags.ts';
import { nearestName } from './nearest-name.ts';
import { openToOthers } from './open-to-others.ts';
import {
  environmentName,
  fileKey,
  flagName,
  isSecret,
  OPTIONS,
  type OptionName,
  secretFileVariable,
} from './options.ts';
import { unknownVariables } from './unknown-variables.ts';

/** Where a value comes from. */
export type Source =
  | { readonly kind: 'flag'; readonly name: string }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'secret_file'; readonly name: string; readonly path: string }
  | { readonly kind: 'file'; readonly name: string; readonly path: string; readonly line: number }
  | { readonly kind: 'default' };

/** What was given for an option: text, or a value of the file, which has a type already. */
export interface Given {
  readonly value: unknown;
  readonly isTyped: boolean;
  readonly source: Source;
}

/** What the operator has to mend, and what only should be. */
export interface Found {
  readonly faults: string[];
  readonly warnings: string[];
}

type Environment = Readonly<Record<string, string | undefined>>;

/** An option as the operator wrote it, for the sentence that names it. */
export function writtenAs(name: OptionName, source: Source): string {
  if (source.kind === 'default') return environmentName(name);
  return source.kind === 'file' ? `${source.path}:${source.line} ${source.name}` : source.name;
}

/** What was given for each option, by the source that wins: flag, then environment, then file. An empty variable is an unset one. */
export function gatherGiven(
  { flags, environment, file }: { flags: Flags; environment: Environment; file: ConfigFile | null },
  found: Found,
): ReadonlyMap<OptionName, Given> {
  for (const { variable, nearest } of unknownVariables(environment)) {
    found.faults.push(`${variable} is not an option; the nearest is ${nearest}`);
  }
  const names = Object.keys(OPTIONS) as OptionName[];
  if (file !== null) checkKeys(file, names, found);
  const given = new Map<OptionName, Given>();
  for (const name of names) {
    const one = ofFlag(name, flags) ?? ofEnvironment(name, environment, found) ?? ofFile(name, file);
    if (one !== undefined) given.set(name, one);
  }
  return given;
}

function ofFlag(name: OptionName, flags: Flags): Given | undefined {
  const value = flags[name];
  if (value === undefined) return undefined;
  return { value, isTyped: false, source: { kind: 'flag', name: flagName(name) } };
}

function ofEnvironment(name: OptionName, environment: Environment, found: Found): Given | undefined {
  const variable = environmentName(name);
  const value = environment[variable] ?? '';
  const ofSecretFile = isSecret(name) ? readSecretFile(name, environment, found) : undefined;
  if (value === '') return ofSecretFile;
  if (ofSecretFile !== undefined) {
    found.faults.push(`${variable} and ${secretFileVariable(name)} are both set: take one of them away`);
  }
  return { value, isTyped: false, source: { kind: 'variable', name: variable } };
}

function ofFile(name: OptionName, file: ConfigFile | null): Given | undefined {
  const key = fileKey(name);
  const entry = file?.entries.get(key);
  if (file === null || entry === undefined) return undefined;
  const source = { kind: 'file', name: key, path: file.path, line: entry.line } as const;
  return { value: entry.value, isTyped: true, source };
}

/** The content of the file that `SALLYPORT_…_FILE` names, without the newline at its end. */
function readSecretFile(name: OptionName, environment: Environment, { faults, warnings }: Found): Given | undefined {
  const variable = secretFileVariable(name);
  const path = environment[variable] ?? '';
  if (path === '') return undefined;
  const source = { kind: 'secret_file', name: variable, path } as const;
  let value = '';
  try {
    value = readFileSync(path, 'utf8').replace(/\r?\n$/, '');
    if (value === '') faults.push(`${variable} names ${path}, which is empty: put the secret into it`);
    else if (openToOthers(path)) warnings.push(openSentence(path));
  } catch (err) {
    const { code } = err as NodeJS.ErrnoException;
    faults.push(
      `${variable} names ${path}, which cannot be read (${code}): check that it is there and the server's own`,
    );
  }
  return { value, isTyped: false, source };
}

function openSentence(path: string): string {
  return `Other users of this machine may read or change ${path}, which holds a secret: run chmod 600 on it`;
}

function checkKeys(file: ConfigFile, names: readonly OptionName[], { faults, warnings }: Found): void {
  if (file.fault !== null) faults.push(file.fault);
  const known = names.map(fileKey);
  for (const [key, { line }] of file.entries) {
    if (!known.includes(key)) {
      faults.push(`${file.path}:${line} ${key} is not an option; the nearest is ${nearestName(key, known)}`);
    }
  }
  if (file.isOpen && names.some((name) => isSecret(name) && file.entries.has(fileKey(name)))) {
    warnings.push(openSentence(file.path));
  }
}
