/** Receives alerts by webhook: subscribes its own URL, checks each signature, handles each event once. */
import { createServer } from 'node:http';
import { RapidsosClient, rapidsos, sallyport } from '@sallyport/client/rapidsos';
import { createReceiver, forNode, rapidsosWebhook, standardSignature } from '@sallyport/client/webhooks';

const { SERVER_URL, CLIENT_ID = 'sandbox-cad', CLIENT_SECRET = 'sandbox-cad-secret' } = process.env;
const { PORT = '8912', PUBLIC_URL = `http://127.0.0.1:${PORT}/alerts` } = process.env;
const server = SERVER_URL === undefined ? rapidsos('sandbox') : sallyport(SERVER_URL);
const { subscriptions } = new RapidsosClient({ server, clientId: CLIENT_ID, clientSecret: CLIENT_SECRET });

const subscription = await subscriptions.create({ url: PUBLIC_URL, event_types: ['alert.new', 'alert.status_update'] });
const receiver = createReceiver({
  verify: standardSignature(subscription.secret),
  read: rapidsosWebhook,
  handle: ({ event, body }) => console.log('received', event, body.alert_id),
});
const listener = createServer(forNode(receiver)).listen(Number(PORT), '127.0.0.1', () => console.log('listening'));
process.once('SIGTERM', async () => {
  await subscriptions.remove(subscription.id);
  listener.close();
  console.log('unsubscribed');
});
