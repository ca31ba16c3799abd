import type { PreparedEventPage } from '@sallyport/contract';
import { tokens as byTokens } from '../requests/auth.ts';
import { Transport } from '../requests/transport.ts';
import type { PreparedServer } from '../servers/prepared.ts';
import { openStream } from '../streams/open-stream.ts';
import type { StreamItem, StreamOptions, StreamProtocol } from '../streams/types.ts';
import type { TokenSource } from '../tokens/token-source.ts';
import { readObject } from '../wire/read-json.ts';
import { type PreparedIncidentEvent, readEvent } from './read-answers.ts';

export type EventStreamOptions = StreamOptions;

const SILENT_AFTER_MS = 90_000;

/** The stream of incident events, one a frame. */
export function streamEvents(
  server: PreparedServer,
  tokens: TokenSource,
  options: EventStreamOptions,
): AsyncGenerator<StreamItem<PreparedIncidentEvent>, void> {
  const transport = new Transport({ baseUrl: server.apiUrl, auth: byTokens(tokens), fetch: options.fetch });
  const protocol: StreamProtocol<PreparedIncidentEvent> = {
    afterLoss: server.resumesStreams ? 'cursor' : 'gap',
    silentAfterMs: SILENT_AFTER_MS,
    url(after, token) {
      const query = new URLSearchParams({ token, ...(after !== null && { after }) });
      return `${server.eventStreamUrl}?${query}`;
    },
    async findStart(signal) {
      if (!server.resumesStreams) return null;
      const call = { method: 'GET', path: '/v1/incident_events', query: { limit: 1 }, signal } as const;
      return (await transport.send<PreparedEventPage>(call)).next_cursor;
    },
    read(text) {
      const value = readObject(text);
      if (value === null || value['type'] === 'warning') return { kind: 'alive' };
      const event = readEvent(value);
      if (event === null) return { kind: 'alive' };
      const { cursor, ...bare } = event;
      return { kind: 'event', event, cursor: cursor ?? null, key: JSON.stringify(bare) };
    },
  };
  return openStream(protocol, tokens, options);
}
