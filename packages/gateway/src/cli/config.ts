import { loadConfig } from '../config/load-config.ts';
import { environmentName, flagName, OPTIONS, type OptionName } from '../config/options.ts';
import { defineCommand } from './command.ts';

export const configCommand = defineCommand({
  words: ['config'],
  options: {},
  serverOptions: 'all',
  sentence: 'Check the configuration and print every option, its value and what it does',
  async run(call) {
    const config = loadConfig(call.server, process.env);
    for (const name of Object.keys(OPTIONS) as OptionName[]) {
      const option = OPTIONS[name];
      const isHidden = 'isSecret' in option && config[name] !== null;
      const value = isHidden ? '(set, not shown)' : String(config[name] ?? '(unset)');
      call.stdout.write(`${flagName(name)}  ${environmentName(name)}\n    ${value}\n    ${option.sentence}\n`);
    }
    return 0;
  },
});
