import { toRfc3339 } from '../kernel/clock.ts';
import { listAllUsers, releaseUser, resetUser } from '../people/administration/console-users.ts';
import { normaliseEmail } from '../people/users/email-address.ts';
import { CONSOLE, defineCommand, flag, needed, value } from './command.ts';
import { withGateway } from './with-gateway.ts';

export const releaseUserCommand = defineCommand({
  words: ['user', 'release'],
  options: { email: needed('address', 'Whose locks to take off') },
  serverOptions: 'place',
  sentence: 'Take the locks off a user or an operator whose sign-in was locked',
  async run(call) {
    const { options } = call;
    const email = options.email;
    return withGateway(call, async ({ parts }) => {
      await releaseUser(parts, { email, actor: CONSOLE });
      call.print({ email, is_locked: false }, `${email} may sign in again\n`);
      return 0;
    });
  },
});

export const resetUserCommand = defineCommand({
  words: ['user', 'reset'],
  options: {
    email: needed('address', 'Whose password to reset'),
    factors: flag('Remove their second factors and recovery codes too'),
  },
  serverOptions: 'place',
  sentence: 'Take the locks off a user or an operator and print a one-time link to set a new password',
  async run(call) {
    const { options } = call;
    const email = options.email;
    return withGateway(call, async ({ parts }) => {
      const link = await resetUser(parts, { email, actor: CONSOLE, dropsFactors: options.factors === true });
      const url = link.url.reveal();
      const validUntil = toRfc3339(link.expiresAt);
      call.print({ email, password_link: url, valid_until: validUntil }, `${url}\n\nValid until ${validUntil}\n`);
      return 0;
    });
  },
});

export const listUsersCommand = defineCommand({
  words: ['user', 'list'],
  options: { email: value('address', 'List this one alone') },
  serverOptions: 'place',
  sentence: 'List every user and operator, one JSON line each, with who is locked or disabled',
  async run(call) {
    const { options } = call;
    return withGateway(call, async ({ parts }) => {
      for (const user of await listAllUsers(parts)) {
        if (options.email !== undefined && user.email !== normaliseEmail(options.email)) continue;
        const { email, role, agencyId, isLocked, disabledAt } = user;
        const line = { email, role, agency: agencyId, is_locked: isLocked, is_disabled: disabledAt !== null };
        await call.printLine(`${JSON.stringify(line)}\n`);
      }
      return 0;
    });
  },
});
