import { findConfigFile } from '../config/config-file.ts';
import { exampleFile } from '../config/example-file.ts';
import { ConfigError, type ResolvedConfig, resolveConfig } from '../config/load-config.ts';
import { type Config, fileKey, flagName, isSecret, OPTIONS, type OptionName } from '../config/options.ts';
import type { Source } from '../config/sources.ts';
import { type Call, defineCommand } from './command.ts';

const NAMES = Object.keys(OPTIONS) as OptionName[];

function resolve({ server, unknown }: Pick<Call, 'server' | 'unknown'>): ResolvedConfig & { path: string | null } {
  const file = findConfigFile(server, process.env);
  const resolved = resolveConfig(server, process.env, file);
  const faults = [...unknown, ...resolved.faults];
  if (faults.length > 0) throw new ConfigError(faults);
  return { ...resolved, path: file?.path ?? null };
}

export const checkConfigCommand = defineCommand({
  words: ['config', 'check'],
  options: {},
  serverOptions: 'all',
  takesUnknownOptions: true,
  sentence: 'Check flags, environment and configuration file, and name every fault of them at once',
  async run(call) {
    const { warnings, path } = resolve(call);
    for (const warning of warnings) call.note(warning);
    const source = path === null ? 'no configuration file' : `with ${path}`;
    call.print({ is_valid: true, file: path, warnings }, `The configuration is valid; ${source}\n`);
    return 0;
  },
});

function shownValue(name: OptionName, config: Config): string | number | boolean | readonly string[] | null {
  return isSecret(name) && config[name] !== null ? '(set, not shown)' : config[name];
}

function placeOf(source: Source): string {
  switch (source.kind) {
    case 'default':
      return 'default';
    case 'file':
      return `${source.path}:${source.line}`;
    case 'secret_file':
      return `${source.name}, ${source.path}`;
    default:
      return source.name;
  }
}

export const showConfigCommand = defineCommand({
  words: ['config', 'show'],
  options: {},
  serverOptions: 'all',
  sentence: 'Print every option, its value and where it comes from: flag, variable, file and line, or default',
  async run(call) {
    const { config, sources, path, warnings } = resolve(call);
    for (const warning of warnings) call.note(warning);
    if (call.isJson) {
      const options = NAMES.map((name) => ({
        name: fileKey(name),
        value: shownValue(name, config),
        is_secret: isSecret(name),
        source: sources[name],
      }));
      call.printWhole({ file: path, options });
      return 0;
    }
    for (const name of NAMES) {
      const value = shownValue(name, config);
      const text = value === null || value === '' || (Array.isArray(value) && value.length === 0) ? '(unset)' : value;
      call.print(null, `${flagName(name)}  ${text}  [${placeOf(sources[name])}]\n    ${OPTIONS[name].sentence}\n`);
    }
    return 0;
  },
});

export const exampleConfigCommand = defineCommand({
  words: ['config', 'example'],
  options: {},
  serverOptions: 'none',
  sentence: 'Print a sallyport.toml with every option, its default commented out',
  async run(call) {
    call.print({ toml: exampleFile() }, exampleFile);
    return 0;
  },
});
