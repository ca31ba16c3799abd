export { streamIncidents } from './native/incident-stream.ts';
export type { ResyncReason, SocketClass, StreamItem, StreamOptions, StreamState } from './streams/types.ts';
