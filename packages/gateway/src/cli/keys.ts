import { rotateSigningKeys } from '../authorization/keys/rotate-signing-keys.ts';
import { CONSOLE, type Command, withGateway } from './command.ts';

export const rotateKeysCommand: Command = {
  words: ['keys', 'rotate'],
  usage: '',
  sentence: 'Sign with the next key from now on; running servers follow within a second, issued tokens stay valid',
  async run(args) {
    return withGateway(args, async ({ parts }) => {
      const kid = await rotateSigningKeys(parts, CONSOLE);
      process.stdout.write(`The current signing key is ${kid}\n`);
      return 0;
    });
  },
};
