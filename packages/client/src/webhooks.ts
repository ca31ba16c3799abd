export { forExpress, forFastify, forFetch, forHono, forNode } from './webhooks/adapters.ts';
export type { SallyportEvent } from './webhooks/read.ts';
export {
  active911Webhook,
  preparedCadWebhook,
  preparedWebhook,
  type ReadWebhook,
  rapidsosWebhook,
  sallyportWebhook,
} from './webhooks/read.ts';
export {
  createReceiver,
  type ReceiverOptions,
  type SeenWebhooks,
  type WebhookAnswer,
  type WebhookReceiver,
} from './webhooks/receiver.ts';
export {
  type ArrivedWebhook,
  bearerToken,
  rapidsosSignature,
  standardSignature,
  type Verify,
  withoutProof,
} from './webhooks/verify.ts';
