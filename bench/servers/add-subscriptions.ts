import { withGateway } from '../../packages/gateway/src/cli/with-gateway.ts';
import { createSubscription } from '../../packages/gateway/src/delivery/webhooks/subscriptions/create-subscription.ts';

// Adds webhook subscriptions to agencies of a running sandbox that `add-agencies.ts` made, in turn, to each of the endpoints as
// many as its count states: `URL=COUNT`. Answers a message once they are there.

const ACTOR = { kind: 'console', id: 'bench' } as const;

const [agencies, dataDir, ...endpoints] = process.argv.slice(2);
if (!agencies || !dataDir) throw new Error('usage: add-subscriptions.ts AGENCIES DATA_DIR URL=COUNT...');

const adding = withGateway(
  {
    server: { dataDir, webhookAllowedRanges: '127.0.0.1/32' },
    note: (sentence) => void process.stderr.write(`${sentence}\n`),
  },
  async ({ parts }) => {
    let added = 0;
    for (const endpoint of endpoints) {
      const [url = '', count] = endpoint.split('=');
      for (let index = 0; index < Number(count); index += 1) {
        await createSubscription(parts, {
          owner: { agencyId: `bench-${added % Number(agencies)}`, clientId: null },
          ...{ name: `Bench ${added}`, url, dialect: 'native', eventTypes: ['location.updated'] },
          ...{ authentication: { kind: 'none' }, actor: ACTOR, origin: { source: '127.0.0.1', requestId: 'bench' } },
        });
        added += 1;
      }
    }
    return added;
  },
);
process.on('message', () => {
  void adding.then((added) => process.send?.({ added }, () => process.disconnect()));
});
