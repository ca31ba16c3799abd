export { Active911Client, type AlertSpan } from './active911/active911-client.ts';
export type { CallOptions, ConnectionOptions } from './calls/connection.ts';
export { SallyportError } from './requests/error.ts';
export { type Active911Server, active911 } from './servers/active911.ts';
export { sallyportActive911 } from './servers/sallyport.ts';
