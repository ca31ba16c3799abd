import { defineCommand } from './command.ts';
import { WrongProfileError } from './profiles/profile.ts';
import { PROFILED, withProfile } from './with-profile.ts';

export const tokenCommand = defineCommand({
  words: ['token'],
  options: PROFILED,
  serverOptions: 'none',
  sentence: 'Print an access token that is good now, renewed where it has to be',
  run: (call) =>
    withProfile(call.options, async ({ tokens }) => {
      if (tokens === null) throw new WrongProfileError('A session has no token: sign in --with another way');
      const token = await tokens.token();
      call.print({ access_token: token }, () => `${token}\n`);
      return 0;
    }),
});
