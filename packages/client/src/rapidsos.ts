export type { CallOptions, ConnectionOptions, OnceOptions } from './calls/connection.ts';
export type { AlertStreamOptions, AlertUpdate, RapidsosEvent } from './rapidsos/alert-stream.ts';
export { RapidsosClient } from './rapidsos/rapidsos-client.ts';
export type { RapidsosSubscriptionApi } from './rapidsos/subscriptions.ts';
export { SallyportError } from './requests/error.ts';
export { type RapidsosServer, rapidsos } from './servers/rapidsos.ts';
export { sallyport } from './servers/sallyport.ts';
