import { CLIENT, findClientOf } from './clients.ts';
import { defineCommand, flag } from './command.ts';
import { OF_AGENCY, operandOf, withProfile } from './with-profile.ts';

export const rotateSecretCommand = defineCommand({
  words: ['secrets', 'rotate'],
  operand: CLIENT,
  options: {
    'end-old': flag('Remove the secrets that there were; without it they stay valid, and two is the most'),
    ...OF_AGENCY,
  },
  serverOptions: 'none',
  sentence: 'Give a client a new secret and print it, once',
  run: (call) =>
    withProfile(call.options, async (server) => {
      const { agency = null, 'end-old': endsOld } = call.options;
      const id = operandOf(call, CLIENT.name);
      const { secrets: old } = await findClientOf(server, agency ?? undefined, id);
      const api = server.native().clients;
      const { client_secret, secret_id } = await api.addSecret(id, agency);
      // Printed before anything is removed: what fails afterwards does not lose it.
      call.print({ client_id: id, secret_id, client_secret }, () => `client_secret  ${client_secret}\n`);
      if (endsOld === true) for (const secret of old) await api.removeSecret(id, secret.id, agency);
      return 0;
    }),
});
