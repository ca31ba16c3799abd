import { parseArgs } from 'node:util';
import { compose, type Gateway } from '../app/compose.ts';
import { openInstallation } from '../app/installation/open-installation.ts';
import { addressOf } from '../app/serve.ts';
import { loadConfig } from '../config/load-config.ts';
import type { Config } from '../config/options.ts';
import { silentLog } from '../kernel/log.ts';
import { createSystemRandom } from '../kernel/random.ts';
import { SteadyClock } from '../kernel/steady-clock.ts';

/** One command of `sallyport`. `run` gets the arguments after its words and returns the exit code. */
export interface Command {
  readonly words: readonly string[];
  readonly usage: string;
  readonly sentence: string;
  run(args: readonly string[]): Promise<number>;
}

/** The command was called wrongly; the message says how to call it. */
export class UsageError extends Error {}

/** Who the audit names for what is done at the command line. */
export const CONSOLE = { kind: 'console', id: 'sallyport' } as const;

/** Takes the command's own `--name value` options out; the rest are options of the server. */
export function takeOptions<Name extends string>(
  args: readonly string[],
  names: readonly Name[],
): { own: Partial<Record<Name, string>>; rest: string[] } {
  const own: Partial<Record<Name, string>> = {};
  const rest: string[] = [];
  for (let index = 0; index < args.length; index += 1) {
    const argument = args[index] ?? '';
    const name = names.find((candidate) => argument === `--${candidate}` || argument.startsWith(`--${candidate}=`));
    if (name === undefined) {
      rest.push(argument);
      continue;
    }
    const { values } = parseArgs({
      args: argument.includes('=') ? [argument] : [argument, args[index + 1] ?? ''],
      options: { [name]: { type: 'string' } },
    });
    own[name] = String(values[name]);
    if (!argument.includes('=')) index += 1;
  }
  return { own, rest };
}

/** The option, or a `UsageError` that names it. */
export function required<Name extends string>(own: Partial<Record<Name, string>>, name: Name): string {
  const value = own[name];
  if (value === undefined || value === '') throw new UsageError(`--${name} is missing`);
  return value;
}

/**
 * Runs `work` on the installation's database, beside a running server or without one. Refuses a place that has none with
 * an `InstallationError`, unless it `mayCreate`.
 */
export async function withGateway<T>(
  args: readonly string[],
  work: (gateway: Gateway, config: Config) => Promise<T>,
  { mayCreate = false } = {},
): Promise<T> {
  const config = loadConfig(args, process.env);
  const publicUrl = config.publicUrl ?? addressOf(config.host, config.port);
  const random = createSystemRandom();
  const warn = (sentence: string) => process.stderr.write(`${sentence}\n`);
  const installation = await openInstallation({ config, mayCreate, random, log: silentLog, warn });
  const gateway = await compose({
    config,
    publicUrl,
    clock: new SteadyClock(),
    random,
    log: silentLog,
    ...installation,
  });
  try {
    return await work(gateway, config);
  } finally {
    await gateway.stop();
  }
}
