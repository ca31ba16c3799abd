import { findConfigFile } from '../config/config-file.ts';
import { ConfigError, resolveConfig } from '../config/load-config.ts';
import type { Config } from '../config/options.ts';
import type { Call } from './command.ts';

/** The configuration a command was called with, from flags, environment and file; refused with every fault of them at once. */
export function configOf({ server, note }: Pick<Call, 'server' | 'note'>): Config {
  const file = findConfigFile(server, process.env);
  const { config, faults, warnings } = resolveConfig(server, process.env, file);
  if (faults.length > 0) throw new ConfigError(faults);
  for (const warning of warnings) note(warning);
  return config;
}
