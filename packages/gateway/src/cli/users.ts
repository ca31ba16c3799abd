import type { User } from '@sallyport/contract';
import { normaliseEmail } from '../people/users/email-address.ts';
import { type Call, defineCommand, needed, UsageError } from './command.ts';
import type { Connection } from './profiles/connect.ts';
import { type AgencyProfiled, notFound, OF_AGENCY, operandOf, withProfile } from './with-profile.ts';

const USER = { name: 'USER', sentence: 'The e-mail address, or the id' };

const rowOf = ({ email, role, status, first_name, last_name }: User) => [
  email,
  role,
  status,
  `${first_name} ${last_name}`,
];

/** The one of them that is named by the e-mail address, in any spelling, or by the id. */
export function personNamed(users: readonly User[], named: string): User | undefined {
  return users.find(({ id, email }) => id === named || email === normaliseEmail(named));
}

async function findUser(server: Connection, agency: string | undefined, named: string): Promise<User> {
  const { users } = await server.native().users.list(agency ?? null);
  const found = personNamed(users, named);
  if (found === undefined) throw notFound(`This agency has no user ${named}; sallyport users list names them`);
  return found;
}

/** The id of the agency's role that is named so. Refuses any other name, and lists those there are. */
async function roleNamed(server: Connection, agency: string | undefined, named: string): Promise<string> {
  const { roles } = await server.native().roles.list(agency ?? null);
  const wanted = named.trim().toLowerCase();
  const found = roles.find(({ id }) => id === named) ?? roles.find(({ title }) => title.toLowerCase() === wanted);
  if (found !== undefined) return found.id;
  const names = roles.map(({ id, title, is_own: isOwn }) => (isOwn ? title : id));
  throw new UsageError(`--role must be a role of the agency, which ${named} is not: ${names.join(', ')}`);
}

export const listUsersOverApiCommand = defineCommand({
  words: ['users', 'list'],
  options: OF_AGENCY,
  serverOptions: 'none',
  sentence: "List an agency's users",
  run: (call) =>
    withProfile(call.options, async (server) => {
      const { users } = await server.native().users.list(call.options.agency ?? null);
      call.printAll(users, rowOf);
      return 0;
    }),
});

export const showUserCommand = defineCommand({
  words: ['users', 'show'],
  operand: USER,
  options: OF_AGENCY,
  serverOptions: 'none',
  sentence: 'Show one user',
  run: (call) =>
    withProfile(call.options, async (server) => {
      const user = await findUser(server, call.options.agency, operandOf(call, USER.name));
      call.printWhole(user);
      return 0;
    }),
});

export const addUserCommand = defineCommand({
  words: ['users', 'add'],
  options: {
    email: needed('address', 'Where the link to a first password goes'),
    'first-name': needed('name', 'Given name'),
    'last-name': needed('name', 'Family name'),
    role: needed('role', "A role of every installation by its name, or one of the agency's own by its title or id"),
    ...OF_AGENCY,
  },
  serverOptions: 'none',
  sentence: 'Add a user, and print the one-time link to a first password where the server sends no mail',
  run: (call) =>
    withProfile(call.options, async (server) => {
      const { email, role, agency } = call.options;
      const person = { first_name: call.options['first-name'], last_name: call.options['last-name'] };
      const request = { email, role: await roleNamed(server, agency, role), ...person };
      const added = await server.native().users.add(request, agency ?? null);
      const { url } = added.password_link;
      call.print(added, () => `Added ${email}\n${url === null ? `The link was mailed to ${email}` : url}\n`);
      return 0;
    }),
});

/** Sets whether a user may sign in; it holds on open sessions and tokens within a second. */
function setDisabled(call: Call & { readonly options: AgencyProfiled }, isDisabled: boolean): Promise<number> {
  return withProfile(call.options, async (server) => {
    const { agency } = call.options;
    const { id } = await findUser(server, agency, operandOf(call, USER.name));
    const user = await server.native().users.edit(id, { is_disabled: isDisabled }, agency ?? null);
    call.print(user, () => `${user.email} is ${user.status}\n`);
    return 0;
  });
}

export const disableUserCommand = defineCommand({
  words: ['users', 'disable'],
  operand: USER,
  options: OF_AGENCY,
  serverOptions: 'none',
  sentence: "End a user's sessions and tokens, and let them sign in no more",
  run: (call) => setDisabled(call, true),
});

export const enableUserCommand = defineCommand({
  words: ['users', 'enable'],
  operand: USER,
  options: OF_AGENCY,
  serverOptions: 'none',
  sentence: 'Let a disabled user sign in again',
  run: (call) => setDisabled(call, false),
});

export const releaseUserOverApiCommand = defineCommand({
  words: ['users', 'release'],
  operand: USER,
  options: OF_AGENCY,
  serverOptions: 'none',
  sentence: 'Take the locks off a user whose sign-in was locked',
  run: (call) =>
    withProfile(call.options, async (server) => {
      const { agency } = call.options;
      const { id } = await findUser(server, agency, operandOf(call, USER.name));
      const user = await server.native().users.releaseLock(id, agency ?? null);
      call.print(user, () => `${user.email} may sign in again\n`);
      return 0;
    }),
});

export const USER_COMMANDS = [
  ...[listUsersOverApiCommand, showUserCommand, addUserCommand, disableUserCommand],
  ...[enableUserCommand, releaseUserOverApiCommand],
] as const;
