export type { CallOptions, ConnectionOptions, OnceOptions } from './calls/connection.ts';
export type { EventStreamOptions } from './prepared/event-stream.ts';
export { type EventQuery, PreparedClient } from './prepared/prepared-client.ts';
export type { PreparedIncidentEvent } from './prepared/read-answers.ts';
export type { SpokenWord, TranscriptStreamOptions, TranscriptUpdate } from './prepared/transcript-stream.ts';
export { SallyportError } from './requests/error.ts';
export { type PreparedServer, prepared } from './servers/prepared.ts';
export { sallyport } from './servers/sallyport.ts';
