import type { LiveEvent } from '@sallyport/contract';
import { socketUrl } from '../servers/server.ts';
import { openStream } from '../streams/open-stream.ts';
import type { StreamItem, StreamOptions, StreamProtocol } from '../streams/types.ts';
import { readObject } from '../wire/read-json.ts';

/** Three signs of life are missed by then: the server sends one every five seconds. */
const SILENT_AFTER_MS = 16_000;

/**
 * Which of the agency's incidents change, for the page of somebody who is signed in: the browser's session cookie goes with the
 * connection. What an incident is like now is read over HTTP.
 */
export function streamIncidents(
  baseUrl: string,
  options: StreamOptions & { readonly deeplinkId?: string } = {},
): AsyncGenerator<StreamItem<LiveEvent>, void> {
  const { deeplinkId } = options;
  const protocol: StreamProtocol<LiveEvent> = {
    afterLoss: 'cursor',
    silentAfterMs: SILENT_AFTER_MS,
    url(after) {
      const query = new URLSearchParams({
        ...(after !== null && { after }),
        ...(deeplinkId !== undefined && { deeplink: deeplinkId }),
      });
      return `${socketUrl(baseUrl)}/api/incidents/stream?${query}`;
    },
    read(text) {
      const frame = readObject(text);
      const cursor = frame?.['cursor'];
      if (typeof cursor !== 'string') return { kind: 'alive' };
      if (frame?.['type'] === 'position') return { kind: 'position', cursor };
      if (frame?.['type'] !== 'event') return { kind: 'alive' };
      return { kind: 'event', event: frame as unknown as LiveEvent, cursor, key: cursor };
    },
  };
  return openStream(protocol, null, options);
}
