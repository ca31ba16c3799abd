import { compose, type Gateway } from '../app/compose.ts';
import { openInstallation } from '../app/installation/open-installation.ts';
import { addressOf } from '../app/serve.ts';
import { loadConfig } from '../config/load-config.ts';
import type { Config } from '../config/options.ts';
import { BOOLEAN_WORDS, readBoolean } from '../config/read-boolean.ts';
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

/**
 * Takes the command's own options out; the rest are options of the server. An option of `names` has a value, one of
 * `switches` is true by itself or has a value of the one grammar of booleans. Refuses anything else with a `UsageError`.
 */
export function takeOptions<Name extends string, Switch extends string = never>(
  args: readonly string[],
  names: readonly Name[],
  switches: readonly Switch[] = [],
): { own: Partial<Record<Name, string>>; isOn: Partial<Record<Switch, boolean>>; rest: string[] } {
  const own: Partial<Record<Name, string>> = {};
  const isOn: Partial<Record<Switch, boolean>> = {};
  const rest: string[] = [];
  for (let index = 0; index < args.length; index += 1) {
    const argument = args[index] ?? '';
    const [flag = '', inline] = argument.split(/=(.*)/s);
    const following = args[index + 1];
    const value = inline ?? (following?.startsWith('--') ? undefined : following);
    const isSeparate = inline === undefined && value !== undefined;
    const name = names.find((candidate) => flag === `--${candidate}`);
    const named = switches.find((candidate) => flag === `--${candidate}`);
    if (name !== undefined) {
      if (value === undefined) throw new UsageError(`${flag} must have a value`);
      own[name] = value;
    } else if (named !== undefined) {
      const state = value === undefined ? true : readBoolean(value);
      if (state === undefined) throw new UsageError(`${flag} must be ${BOOLEAN_WORDS}`);
      isOn[named] = state;
    } else {
      rest.push(argument);
      continue;
    }
    if (isSeparate) index += 1;
  }
  return { own, isOn, rest };
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
