import { CLIENT, findClientOf } from './clients.ts';
import { defineCommand, flag } from './command.ts';
import type { Connection } from './profiles/connect.ts';
import { OF_AGENCY, operandOf, withProfile } from './with-profile.ts';

/** The ids of the client's secrets, the oldest first. */
async function secretsOf(server: Connection, agency: string | null, id: string): Promise<readonly string[]> {
  const { secrets } = await findClientOf(server, agency ?? undefined, id);
  const oldestFirst = secrets.toSorted((one, other) => Date.parse(one.created_at) - Date.parse(other.created_at));
  return oldestFirst.map((secret) => secret.id);
}

export const rotateSecretCommand = defineCommand({
  words: ['secrets', 'rotate'],
  operand: CLIENT,
  options: {
    'end-old': flag('End the secrets that there were at once; without it they stay valid, and two is the most'),
    ...OF_AGENCY,
  },
  serverOptions: 'none',
  sentence: 'Give a client a new secret and print it, once',
  run: (call) =>
    withProfile(call.options, async (server) => {
      const { agency = null, 'end-old': endsOld } = call.options;
      const id = operandOf(call, CLIENT.name);
      const api = server.native().clients;
      const end = async (old: readonly string[]) => {
        for (const secretId of old) await api.removeSecret(id, secretId, agency);
      };
      const old = endsOld === true ? await secretsOf(server, agency, id) : [];
      // Of two, the most there may be, the older one makes room.
      await end(old.slice(0, -1));
      const { client_secret, secret_id } = await api.addSecret(id, agency);
      // Printed before the one in use is removed: what fails afterwards does not lose it.
      call.print({ client_id: id, secret_id, client_secret }, () => `client_secret  ${client_secret}\n`);
      await end(old.slice(-1));
      return 0;
    }),
});

export const endOldSecretsCommand = defineCommand({
  words: ['secrets', 'end-old'],
  operand: CLIENT,
  options: OF_AGENCY,
  serverOptions: 'none',
  sentence: "End a client's secrets but the newest, once it uses that one",
  run: (call) =>
    withProfile(call.options, async (server) => {
      const { agency = null } = call.options;
      const id = operandOf(call, CLIENT.name);
      const old = (await secretsOf(server, agency, id)).slice(0, -1);
      for (const secretId of old) await server.native().clients.removeSecret(id, secretId, agency);
      const ended = old.length === 1 ? '1 secret is ended' : `${old.length} secrets are ended`;
      call.print({ client_id: id, ended_secret_ids: old }, () => `${id}: ${ended}\n`);
      return 0;
    }),
});
