import type { User } from '@sallyport/contract';
import { type Call, defineCommand } from './command.ts';
import type { Connection } from './profiles/connect.ts';
import { personNamed } from './users.ts';
import { notFound, operandOf, PROFILED, type Profiled, withProfile } from './with-profile.ts';

const OPERATOR = { name: 'OPERATOR', sentence: 'The e-mail address, or the id' };

const rowOf = ({ email, status, first_name, last_name }: User) => [email, status, `${first_name} ${last_name}`];

async function findOperator(server: Connection, named: string): Promise<User> {
  const { users } = await server.native().operators.list();
  const found = personNamed(users, named);
  if (found === undefined) {
    throw notFound(`This installation has no operator ${named}; sallyport operators list names them`);
  }
  return found;
}

export const listOperatorsCommand = defineCommand({
  words: ['operators', 'list'],
  options: PROFILED,
  serverOptions: 'none',
  sentence: 'List the operators of the installation',
  run: (call) =>
    withProfile(call.options, async (server) => {
      const { users } = await server.native().operators.list();
      call.printAll(users, rowOf);
      return 0;
    }),
});

/** Sets whether an operator may sign in; it holds on open sessions and tokens within a second. */
function setDisabled(call: Call & { readonly options: Profiled }, isDisabled: boolean): Promise<number> {
  return withProfile(call.options, async (server) => {
    const { id } = await findOperator(server, operandOf(call, OPERATOR.name));
    const operator = await server.native().operators.setDisabled(id, isDisabled);
    call.print(operator, () => `${operator.email} is ${operator.status}\n`);
    return 0;
  });
}

export const disableOperatorCommand = defineCommand({
  words: ['operators', 'disable'],
  operand: OPERATOR,
  options: PROFILED,
  serverOptions: 'none',
  sentence: "End an operator's sessions and tokens, and let them sign in no more; never your own nor the last one's",
  run: (call) => setDisabled(call, true),
});

export const enableOperatorCommand = defineCommand({
  words: ['operators', 'enable'],
  operand: OPERATOR,
  options: PROFILED,
  serverOptions: 'none',
  sentence: 'Let a disabled operator sign in again',
  run: (call) => setDisabled(call, false),
});

export const releaseOperatorCommand = defineCommand({
  words: ['operators', 'release'],
  operand: OPERATOR,
  options: PROFILED,
  serverOptions: 'none',
  sentence: 'Take the locks off an operator whose sign-in was locked',
  run: (call) =>
    withProfile(call.options, async (server) => {
      const { id } = await findOperator(server, operandOf(call, OPERATOR.name));
      const operator = await server.native().operators.releaseLock(id);
      call.print(operator, () => `${operator.email} may sign in again\n`);
      return 0;
    }),
});

export const OPERATOR_COMMANDS = [
  listOperatorsCommand,
  disableOperatorCommand,
  enableOperatorCommand,
  releaseOperatorCommand,
] as const;
