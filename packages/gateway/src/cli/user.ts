import { toRfc3339 } from '../kernel/clock.ts';
import { listAllUsers, releaseUser, resetUser } from '../people/administration/console-users.ts';
import { CONSOLE, type Command, required, takeOptions, withGateway } from './command.ts';

export const releaseUserCommand: Command = {
  words: ['user', 'release'],
  usage: '--email E',
  sentence: 'Take the locks off a user or an operator whose sign-in was locked',
  async run(args) {
    const { own, rest } = takeOptions(args, ['email']);
    const email = required(own, 'email');
    return withGateway(rest, async ({ parts }) => {
      await releaseUser(parts, { email, actor: CONSOLE });
      process.stdout.write(`${email} may sign in again\n`);
      return 0;
    });
  },
};

export const resetUserCommand: Command = {
  words: ['user', 'reset'],
  usage: '--email E [--public-url URL]',
  sentence: 'Take the locks off a user or an operator and print a one-time link to set a new password',
  async run(args) {
    const { own, rest } = takeOptions(args, ['email']);
    const email = required(own, 'email');
    return withGateway(rest, async ({ parts }) => {
      const link = await resetUser(parts, { email, actor: CONSOLE });
      process.stdout.write(`${link.url.reveal()}\n\nValid until ${toRfc3339(link.expiresAt)}\n`);
      return 0;
    });
  },
};

export const listUsersCommand: Command = {
  words: ['user', 'list'],
  usage: '[--email E]',
  sentence: 'List every user and operator, one JSON line each, with who is locked or disabled',
  async run(args) {
    const { own, rest } = takeOptions(args, ['email']);
    return withGateway(rest, async ({ parts }) => {
      for (const user of await listAllUsers(parts)) {
        if (own.email !== undefined && user.email !== own.email.trim().toLowerCase()) continue;
        const { email, role, agencyId, isLocked, disabledAt } = user;
        const line = { email, role, agency: agencyId, is_locked: isLocked, is_disabled: disabledAt !== null };
        process.stdout.write(`${JSON.stringify(line)}\n`);
      }
      return 0;
    });
  },
};
