import { rotateSigningKeys } from '../authorization/keys/rotate-signing-keys.ts';
import { CONSOLE, defineCommand } from './command.ts';
import { withGateway } from './with-gateway.ts';

export const rotateKeysCommand = defineCommand({
  words: ['keys', 'rotate'],
  options: {},
  serverOptions: 'place',
  sentence: 'Sign with the next key from now on; running servers follow within a second, issued tokens stay valid',
  async run(call) {
    return withGateway(call, async ({ parts }) => {
      const kid = await rotateSigningKeys(parts, CONSOLE);
      call.print({ kid }, `The current signing key is ${kid}\n`);
      return 0;
    });
  },
});
