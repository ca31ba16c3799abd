import { carryOut } from '../peer.ts';
import { Audience } from './audience.ts';
import type { ListenersOrder } from './orders.ts';
import { openStreams } from './streams.ts';
import { WebhookReceiver } from './webhooks.ts';

// Everybody who listens: sockets, and what webhooks are sent to. It ends when the IPC channel closes.

const audience = new Audience();
const webhooks = new WebhookReceiver(audience);

carryOut<ListenersOrder>(async (order, progress) => {
  switch (order.kind) {
    case 'receive':
      return { origin: await webhooks.start() };
    case 'open':
      await openStreams(order, audience, progress);
      webhooks.expect(order.prepared.webhooks);
      return {};
    case 'phase':
      audience.phase = order.name;
      return {};
    case 'settle':
      return audience.settle(order.events);
  }
});
process.once('disconnect', () => process.exit());
