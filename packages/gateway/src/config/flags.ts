import { type Command, Option } from 'commander';
import { flagName, OPTIONS, type OptionName } from './options.ts';

/** What the command line states of the server's options, as text, and which configuration file; `loadConfig` reads it. */
export type Flags = Readonly<Partial<Record<OptionName | 'config', string>>>;

const NAMES = Object.keys(OPTIONS) as OptionName[];
const PLACEHOLDERS = { string: 'text', integer: 'number', list: 'a,b' } as const;

/** Gives a command every option of the server; `shown` states which of them its help lists. */
export function addServerFlags(command: Command, shown: (name: OptionName) => boolean): Command {
  command.addOption(
    new Option('--config <file>', 'The configuration file, in TOML. Unset: sallyport.toml here, or in /etc/sallyport.'),
  );
  for (const name of NAMES) {
    const { kind, sentence } = OPTIONS[name];
    const value = kind === 'boolean' ? '[true|false]' : `<${PLACEHOLDERS[kind]}>`;
    const option = new Option(`${flagName(name)} ${value}`, sentence).hideHelp(!shown(name));
    command.addOption(kind === 'boolean' ? option.preset('true') : option);
  }
  return command;
}

/** Takes the server's options out of what the command was called with. */
export function serverFlagsOf(command: Command): Flags {
  const given: Record<string, unknown> = command.opts();
  return Object.fromEntries(
    ['config', ...NAMES].filter((name) => given[name] !== undefined).map((name) => [name, given[name]]),
  );
}
