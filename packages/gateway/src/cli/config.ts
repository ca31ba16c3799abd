import { loadConfig } from '../config/load-config.ts';
import { environmentName, flagName, OPTIONS, type OptionName } from '../config/options.ts';
import type { Command } from './command.ts';

export const configCommand: Command = {
  words: ['config'],
  usage: '[options as for serve]',
  sentence: 'Check the configuration and print every option, its value and what it does',
  async run(args) {
    const config = loadConfig(args, process.env);
    for (const name of Object.keys(OPTIONS) as OptionName[]) {
      const option = OPTIONS[name];
      const isHidden = 'isSecret' in option && config[name] !== null;
      const value = isHidden ? '(set, not shown)' : String(config[name] ?? '(unset)');
      process.stdout.write(`${flagName(name)}  ${environmentName(name)}\n    ${value}\n    ${option.sentence}\n`);
    }
    return 0;
  },
};
