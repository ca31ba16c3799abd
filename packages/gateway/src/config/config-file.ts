import { existsSync, readFileSync } from 'node:fs';
import { parse, TomlError } from 'smol-toml';
import type { Flags } from './flags.ts';
import { openToOthers } from './open-to-others.ts';
import { CONFIG_VARIABLE } from './options.ts';

/** Where a configuration file is looked for when none is named; the first that is there is the one. */
export const CONFIG_PLACES: readonly string[] = ['sallyport.toml', '/etc/sallyport/sallyport.toml'];

export interface FileEntry {
  readonly value: unknown;
  readonly line: number;
}

/** A configuration file as it was read. With a fault it has no entries. */
export interface ConfigFile {
  readonly path: string;
  readonly entries: ReadonlyMap<string, FileEntry>;
  readonly fault: string | null;
  /** Whether other users of the machine may read or change it. */
  readonly isOpen: boolean;
}

/** The configuration file that is in force: the named one, or the first at its usual places; null where there is none. */
export function findConfigFile(
  flags: Flags,
  environment: Readonly<Record<string, string | undefined>>,
): ConfigFile | null {
  const named = flags.config ?? (environment[CONFIG_VARIABLE] || undefined);
  const path = named ?? CONFIG_PLACES.find((place) => existsSync(place));
  return path === undefined ? null : readConfigFile(path);
}

/** Reads a file; what is wrong with it as a whole is its `fault`, in one sentence that repeats nothing of its content. */
export function readConfigFile(path: string): ConfigFile {
  const nothing = { path, entries: new Map<string, FileEntry>(), isOpen: false };
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (err) {
    return { ...nothing, fault: `${path} cannot be read (${(err as NodeJS.ErrnoException).code}): check --config` };
  }
  try {
    const values = Object.entries(parse(text));
    const entries = new Map(values.map(([key, value]) => [key, { value, line: lineOf(key, text) }]));
    return { path, entries, fault: null, isOpen: openToOthers(path) };
  } catch (err) {
    if (!(err instanceof TomlError)) throw err;
    // The lines after the first repeat the file's, which may hold a secret.
    const [what = ''] = err.message.split('\n');
    return { ...nothing, fault: `${path}:${err.line} ${what.replace(/^Invalid TOML document: /, '')}` };
  }
}

/** The line on which a key of the top level is set. What only looks like it, within a text of several lines, is not. */
function lineOf(key: string, text: string): number {
  const lines = text.split('\n');
  const isWhole = (before: string) => {
    try {
      parse(before);
      return true;
    } catch {
      return false;
    }
  };
  const index = lines.findIndex((line, at) => {
    const [, , bare = '', quoted = ''] = /^\s*\[*\s*((?:([\w-]+)|["']([^"']*)["']))/.exec(line) ?? [];
    return (bare === key || quoted === key) && isWhole(lines.slice(0, at).join('\n'));
  });
  return index + 1;
}
