import type { Client } from '@sallyport/contract';
import { type Call, defineCommand } from './command.ts';
import type { Connection } from './profiles/connect.ts';
import { type AgencyProfiled, notFound, OF_AGENCY, operandOf, withProfile } from './with-profile.ts';

export const CLIENT = { name: 'CLIENT-ID', sentence: 'The client' };

const rowOf = ({ id, integration_kind, is_disabled, scopes, secrets }: Client) => [
  ...[id, integration_kind, is_disabled ? 'disabled' : 'enabled'],
  ...[`${secrets.length} ${secrets.length === 1 ? 'secret' : 'secrets'}`, scopes.join(' ')],
];

/** The agency's client of that id. Refuses with `UsageError` where it has none. */
export async function findClientOf(server: Connection, agency: string | undefined, id: string): Promise<Client> {
  const { clients } = await server.native().clients.list(agency ?? null);
  const found = clients.find((client) => client.id === id);
  if (found === undefined) throw notFound(`This agency has no client ${id}; sallyport clients list names them`);
  return found;
}

export const listClientsCommand = defineCommand({
  words: ['clients', 'list'],
  options: OF_AGENCY,
  serverOptions: 'none',
  sentence: "List an agency's clients",
  run: (call) =>
    withProfile(call.options, async (server) => {
      const { clients } = await server.native().clients.list(call.options.agency ?? null);
      call.printAll(clients, rowOf);
      return 0;
    }),
});

export const showClientCommand = defineCommand({
  words: ['clients', 'show'],
  operand: CLIENT,
  options: OF_AGENCY,
  serverOptions: 'none',
  sentence: 'Show one client, with when each of its secrets was used last',
  run: (call) =>
    withProfile(call.options, async (server) => {
      const client = await findClientOf(server, call.options.agency, operandOf(call, CLIENT.name));
      call.printWhole(client);
      return 0;
    }),
});

/** Sets whether a client may get and use tokens; it holds everywhere within a second. */
function setDisabled(call: Call & { readonly options: AgencyProfiled }, isDisabled: boolean): Promise<number> {
  return withProfile(call.options, async (server) => {
    const { agency } = call.options;
    const id = operandOf(call, CLIENT.name);
    const client = await server.native().clients.edit(id, { is_disabled: isDisabled }, agency ?? null);
    call.print(client, () => `${id} is ${client.is_disabled ? 'disabled' : 'enabled'}\n`);
    return 0;
  });
}

export const disableClientCommand = defineCommand({
  words: ['clients', 'disable'],
  operand: CLIENT,
  options: OF_AGENCY,
  serverOptions: 'none',
  sentence: "End a client's tokens and give it no more",
  run: (call) => setDisabled(call, true),
});

export const enableClientCommand = defineCommand({
  words: ['clients', 'enable'],
  operand: CLIENT,
  options: OF_AGENCY,
  serverOptions: 'none',
  sentence: 'Let a disabled client get tokens again',
  run: (call) => setDisabled(call, false),
});

export const CLIENT_COMMANDS = [
  ...[listClientsCommand, showClientCommand, disableClientCommand, enableClientCommand],
] as const;
