import { addAgency } from '../../packages/gateway/src/agencies/add-agency.ts';
import { registerClient } from '../../packages/gateway/src/authorization/clients/register-client.ts';
import { STRICT } from '../../packages/gateway/src/authorization/clients/types.ts';
import { withGateway } from '../../packages/gateway/src/cli/with-gateway.ts';

// Adds agencies to a running sandbox, each with a client of call-handling equipment, as an operator's commands do, and
// answers a message with the clients.

const ACTOR = { kind: 'console', id: 'bench' } as const;

const [count, dataDir, databaseUrl] = process.argv.slice(2);
if (!count || !dataDir) throw new Error('usage: add-agencies.ts COUNT DATA_DIR [DATABASE_URL]');

const adding = withGateway(
  {
    server: { dataDir, ...(databaseUrl !== undefined && { databaseUrl }) },
    note: (sentence) => void process.stderr.write(`${sentence}\n`),
  },
  async ({ parts }) => {
    const clients: { clientId: string; clientSecret: string }[] = [];
    for (let index = 0; index < Number(count); index += 1) {
      const id = `bench-${index}`;
      await addAgency(parts, { agency: { id, name: `Bench ${index}` }, actor: ACTOR });
      const { clientSecret } = await registerClient(parts, {
        registration: {
          id,
          name: id,
          applicationId: id,
          applicationName: id,
          agencyId: id,
          integrationKind: 'call_handling',
          grantTypes: ['client_credentials'],
          scopes: ['incidents:write'],
          callflows: [],
          accessTokenTtlSeconds: 3_600,
          settings: { legacy: STRICT, deeplinkView: 'full', embeddingOrigins: [], timeZone: null },
        },
        actor: ACTOR,
      });
      clients.push({ clientId: id, clientSecret: clientSecret.reveal() });
    }
    return clients;
  },
);
process.on('message', () => {
  void adding.then((clients) => process.send?.(clients, () => process.disconnect()));
});
