import type { PreparedServer } from '../servers/prepared.ts';
import { openStream } from '../streams/open-stream.ts';
import type { Frame, StreamItem, StreamOptions, StreamProtocol } from '../streams/types.ts';
import type { TokenSource } from '../tokens/token-source.ts';
import { readObject } from '../wire/read-json.ts';

/** One spoken word. Times are ISO 8601 with an offset, durations in seconds. */
export interface SpokenWord {
  readonly word: string;
  readonly speaker: string;
  readonly confidence: number | null;
  readonly started_at: string;
  readonly ended_at: string;
  readonly duration: number;
  readonly start_offset: number | null;
  readonly language_code: string | null;
  readonly diarized_speaker: number;
  readonly diarized_speaker_confidence: number;
}

/** New words: they take the place of that speaker's words from the first new `started_at` on. */
export interface TranscriptUpdate {
  readonly type: 'transcript';
  readonly words: readonly SpokenWord[];
}

/** The name under which the channel takes the incident, where it is not `incident_id`. */
export interface TranscriptStreamOptions extends Omit<StreamOptions, 'after'> {
  readonly incidentKey?: string;
}

const CHANNEL = 'PartnerEventsChannel';
/** The server pings every three seconds; Action Cable's own clients give up after two pings. */
const SILENT_AFTER_MS = 10_000;

/**
 * A call's transcript by Action Cable (`actioncable-v1-json`). A new connection sends it from the start, so nothing is lost, and
 * what comes twice replaces itself.
 */
export function streamTranscript(
  server: PreparedServer,
  tokens: TokenSource,
  incidentId: string,
  options: TranscriptStreamOptions,
): AsyncGenerator<StreamItem<TranscriptUpdate>, void> {
  const identifier = JSON.stringify({ channel: CHANNEL, [options.incidentKey ?? 'incident_id']: incidentId });
  const protocol: StreamProtocol<TranscriptUpdate> = {
    afterLoss: 'replay',
    silentAfterMs: SILENT_AFTER_MS,
    subprotocols: ['actioncable-v1-json'],
    url: (_, token) => `${server.transcriptUrl}?${new URLSearchParams({ token })}`,
    read: (text, send) => readCable(text, identifier, send),
  };
  return openStream(protocol, tokens, options);
}

function readCable(text: string, identifier: string, send: (text: string) => void): Frame<TranscriptUpdate> {
  const { type, message, reason } = readObject(text) ?? {};
  // How Action Cable's servers refuse a connection they have let in.
  if (type === 'disconnect' && reason === 'unauthorized') return { kind: 'token refused' };
  if (type === 'welcome') send(JSON.stringify({ command: 'subscribe', identifier }));
  if (type === 'reject_subscription') {
    const detail = 'The channel was refused: the incident is unknown, or the token may not read it.';
    return { kind: 'refused', code: 'not_found', detail };
  }
  if (type !== undefined || typeof message !== 'object' || message === null) return { kind: 'alive' };
  const event = message as TranscriptUpdate;
  return event.type === 'transcript'
    ? { kind: 'event', event, cursor: null, key: JSON.stringify(event) }
    : { kind: 'alive' };
}
