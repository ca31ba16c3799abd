import { checkValues } from './check-values.ts';
import type { ConfigFile } from './config-file.ts';
import type { Flags } from './flags.ts';
import { type Config, OPTIONS, type OptionName } from './options.ts';
import { readText, readTyped } from './read-value.ts';
import { gatherGiven, type Source, writtenAs } from './sources.ts';

/** What the operator got wrong, one sentence a fault, each naming the option as it was given and what it takes. */
export class ConfigError extends Error {
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(`The configuration is not valid:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
    this.name = 'ConfigError';
    this.faults = faults;
  }
}

/** The configuration with where each value comes from. It may be used only where it has no faults. */
export interface ResolvedConfig {
  readonly config: Config;
  readonly sources: Readonly<Record<OptionName, Source>>;
  readonly faults: readonly string[];
  /** What does not keep the server from starting and should be mended. */
  readonly warnings: readonly string[];
}

const NAMES = Object.keys(OPTIONS) as OptionName[];

/** The sandbox has a folder of its own, so that its published passwords never come into a real installation's. */
const SANDBOX_DATA_DIR = 'data-sandbox';

/** Reads every option from flags, then environment, then file, then defaults, and names every fault at once. */
export function resolveConfig(
  flags: Flags,
  environment: Readonly<Record<string, string | undefined>>,
  file: ConfigFile | null,
): ResolvedConfig {
  const found = { faults: [] as string[], warnings: [] as string[] };
  const given = gatherGiven({ flags, environment, file }, found);
  const values: Record<string, unknown> = {};
  const sources = {} as Record<OptionName, Source>;
  for (const name of NAMES) {
    const one = given.get(name);
    sources[name] = one?.source ?? { kind: 'default' };
    values[name] = OPTIONS[name].default;
    if (one === undefined) continue;
    const read = one.isTyped ? readTyped(name, one.value) : readText(name, String(one.value));
    if ('fault' in read) found.faults.push(`${writtenAs(name, one.source)} ${read.fault}`);
    else values[name] = read.value;
  }
  if (values['demo'] === true && !given.has('dataDir')) values['dataDir'] = SANDBOX_DATA_DIR;
  const config = values as unknown as Config;
  checkValues(config, (name) => writtenAs(name, sources[name]), found.faults);
  // As browsers and token checkers write an origin: lower case, without the port its scheme has anyway.
  const { publicUrl } = config;
  if (publicUrl !== null && URL.canParse(publicUrl)) values['publicUrl'] = new URL(publicUrl).origin;
  return { config: Object.freeze(config), sources, ...found };
}

/** The configuration from command line, then environment, then file, then defaults. Refuses with every fault at once. */
export function loadConfig(
  flags: Flags,
  environment: Readonly<Record<string, string | undefined>>,
  file: ConfigFile | null = null,
): Config {
  const { config, faults } = resolveConfig(flags, environment, file);
  if (faults.length > 0) throw new ConfigError(faults);
  return config;
}
