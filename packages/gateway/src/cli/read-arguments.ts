import addCompletion from '@bomb.sh/tab/commander';
import { Argument, CommanderError, InvalidArgumentError, Option, Command as Program } from 'commander';
import { addServerFlags, serverFlagsOf } from '../config/flags.ts';
import { nearestName } from '../config/nearest-name.ts';
import type { OptionName } from '../config/options.ts';
import { BOOLEAN_WORDS, readBoolean } from '../config/read-boolean.ts';
import { VERSION } from '../config/version.ts';
import { BASH_COMPLETION } from './bash-completion.ts';
import { type Call, type Command, flag, type OperandSpec, type Output, UsageError } from './command.ts';
import { exitCodesText } from './exit-codes.ts';
import { printerOn } from './terminal/printer.ts';

/** Which options of the server the help of a command beside it lists; it takes the others as well. */
const OF_THE_PLACE: readonly OptionName[] = ['dataDir', 'databaseUrl', 'publicUrl', 'secretsKey'];

/** What every command takes beside its own. */
const OF_EVERY_COMMAND = {
  json: flag('Print results as JSON, one object a line'),
  quiet: flag('Print nothing but errors; with --json nothing but the objects'),
};
const CHOICES = 'one of: ';
/** The text after a name is its value, unless it is the next name. */
function readText(text: string): string {
  if (text === '' || text.startsWith('--')) throw new InvalidArgumentError('');
  return text;
}

function optionOf(name: string, { kind, placeholder, sentence, choices }: Command['options'][string]): Option {
  if (kind === 'flag') {
    const option = new Option(`--${name} [${placeholder}]`, sentence).preset('true').argParser((text) => {
      const state = readBoolean(text);
      if (state === undefined) throw new InvalidArgumentError(BOOLEAN_WORDS);
      return state;
    });
    return option;
  }
  const option = new Option(`--${name} <${placeholder}>`, sentence).makeOptionMandatory(kind === 'needed');
  if (choices === undefined) return option.argParser(readText);
  return option.choices(choices).argParser((text) => {
    if (choices.includes(readText(text))) return text;
    throw new InvalidArgumentError(`${CHOICES}${choices.join(', ')}`);
  });
}

/** What a value must be, of the library's message about one that is not. */
function neededOf(message: string): string {
  if (message.includes(BOOLEAN_WORDS)) return `be ${BOOLEAN_WORDS}`;
  const at = message.lastIndexOf(CHOICES);
  return at === -1 ? 'have a value' : `be ${message.slice(at)}`;
}

/** The sentence for what the library refused: the option and what to give. */
function sentenceOf({ code, message }: CommanderError, path: string): string {
  const [, name = ''] = /'(?:-\w, )?(--?[^\s']+)/.exec(message) ?? [];
  const [, nearest] = /\(Did you mean ([^?]+)\?\)/.exec(message) ?? [];
  const help = `${path} --help lists them`;
  switch (code) {
    case 'commander.unknownOption':
      return `${name} is not an option${nearest === undefined ? '' : `; did you mean ${nearest}?`}; ${help}`;
    case 'commander.missingMandatoryOptionValue':
      return `${name} is missing`;
    case 'commander.optionMissingArgument':
      return `${name} must have a value`;
    case 'commander.invalidArgument':
      return `${name} must ${neededOf(message)}`;
    default:
      return `${message.replace(/^error: /, '')}; see ${path} --help`;
  }
}

function argumentOf({ name, sentence, choices }: OperandSpec): Argument {
  const argument = new Argument(`[${name}]`, sentence);
  // Named to completion alone: a command refuses in its own words.
  if (choices !== undefined) argument.argChoices = [...choices];
  return argument;
}

/** What a command was given and has not: options, the text after one being its value, and text without a name. */
function unknownOf(leaf: Program): readonly string[] {
  const known = leaf.options.flatMap(({ long }) => (typeof long === 'string' ? [long] : []));
  return leaf.args.flatMap((argument, index) => {
    if (argument.startsWith('-')) {
      const name = argument.replace(/=.*/s, '');
      return [`${name} is not an option; the nearest is ${nearestName(name, known)}`];
    }
    const isValue = /^-[^=]*$/.test(leaf.args[index - 1] ?? '');
    return isValue ? [] : [`${argument} has no name: every value is given after its option`];
  });
}

/** Every command with its words, where the help of all of them is asked for. */
function leavesOf(program: Program): Program[] {
  return program.commands
    .filter((child) => child.name() !== 'complete')
    .flatMap((child) => (child.commands.length === 0 ? [child] : leavesOf(child)));
}

function wordsOf(program: Program): string {
  return program.parent === null ? program.name() : `${wordsOf(program.parent)} ${program.name()}`;
}

/**
 * The program with every command in it. `run` gets the command that was asked for; help and version are printed by the
 * library. Parsing throws a `UsageError` for what was called wrongly.
 */
export function programOf(
  commands: readonly Command[],
  output: Output,
  run: (command: Command, call: Call) => Promise<void>,
): Program {
  const root = new Program('sallyport')
    .description('Sallyport, the access gateway for emergency-response data')
    .version(VERSION, '--version', 'Print the version')
    .helpOption('-h, --help', 'Print this help')
    .helpCommand('help [command]', 'Print the help of a command');
  const settings = (program: Program) =>
    program.exitOverride().configureOutput({
      writeOut: (text) => void output.stdout.write(text),
      writeErr: (text) => void output.stderr.write(text),
      outputError: () => {},
    });
  settings(root).addHelpText('after', `\n${exitCodesText()}`);
  for (const command of commands) {
    let parent = root;
    for (const word of command.words.slice(0, -1)) {
      const known = parent.commands.find((child) => child.name() === word);
      const added = known ?? settings(new Program(word)).configureHelp({ subcommandTerm: wordsOf });
      if (known === undefined) parent.addCommand(added);
      parent = added;
    }
    const leaf = settings(new Program(command.words.at(-1))).description(command.sentence);
    parent.addCommand(leaf);
    const { operand } = command;
    if (operand !== undefined) leaf.addArgument(argumentOf(operand));
    const add = (options: Command['options']) => {
      for (const [name, option] of Object.entries(options)) leaf.addOption(optionOf(name, option));
    };
    add(command.options);
    if (command.serverOptions !== 'none') {
      const isShown = (name: OptionName) => command.serverOptions === 'all' || OF_THE_PLACE.includes(name);
      addServerFlags(leaf, isShown);
      if (command.serverOptions === 'place') {
        leaf.addHelpText('after', '\nEvery option of the server may be given as well: sallyport config show');
      }
    }
    add(OF_EVERY_COMMAND);
    leaf.addHelpText('after', '\nExit codes: sallyport --help');
    if (command.takesUnknownOptions === true) leaf.allowUnknownOption().allowExcessArguments();
    leaf.action(async () => {
      // The library's names are in camel case; a command's are as they are written.
      const options = Object.fromEntries(
        leaf.options.map((option) => [option.long?.slice(2) ?? '', leaf.getOptionValue(option.attributeName())]),
      );
      await run(command, {
        options,
        operand: leaf.args[0],
        server: serverFlagsOf(leaf),
        unknown: unknownOf(leaf),
        ...printerOn(output, { isJson: options['json'] === true, isQuiet: options['quiet'] === true }),
      } as Call);
    });
  }
  const library = addCompletion(root, { completionCommandName: 'completion' });
  const completion = root.commands.find((child) => child.name() === 'completion');
  // The library prints to the process's own output, and so does this.
  completion?.action((shell: string) => {
    if (shell === 'bash') process.stdout.write(BASH_COMPLETION);
    else library.setup('sallyport', 'sallyport', shell);
  });
  // Completion looks through the commands as the help shows them, so the flat list comes after it.
  return root.configureHelp({ visibleCommands: leavesOf, subcommandTerm: wordsOf });
}

/** Parses and runs. A `UsageError` states what was called wrongly. */
export async function parse(program: Program, args: readonly string[]): Promise<void> {
  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (err) {
    if (!(err instanceof CommanderError)) throw err;
    if (err.exitCode === 0) return;
    throw new UsageError(sentenceOf(err, pathOf(program, args)));
  }
}

/** The words of the command that the arguments name, as far as they name one. */
function pathOf(program: Program, args: readonly string[]): string {
  const child = program.commands.find((candidate) => candidate.name() === args[0]);
  return child === undefined ? wordsOf(program) : pathOf(child, args.slice(1));
}
