import { CABLE_COMMANDS, CABLE_FRAMES } from '@sallyport/contract';
import { Type } from 'typebox';
import type { Database } from '../../database/database.ts';
import type { ChannelProtocol, ChannelStart } from '../../delivery/streams/channels/types.ts';
import type { EncodedEnding, FrameEncoder } from '../../delivery/streams/types.ts';
import { applyByType, type ByEventType } from '../../incidents/events/by-type.ts';
import type { TranscriptWord } from '../../incidents/incident/change.ts';
import { openTranscript } from '../../incidents/transcripts/read-transcript.ts';
import { type DomainError, refuse } from '../../kernel/errors.ts';
import { parseJson } from '../../kernel/json.ts';
import { ownAgency } from '../requests/own-agency.ts';
import type { RouteRequest } from '../routing/route.ts';
import type { ChannelSocketRoute } from '../routing/sockets.ts';
import { encodeTranscript } from './encode-transcript.ts';
import { preparedErrors } from './errors.ts';

const CHANNEL = 'PartnerEventsChannel';
/** Under which a client may give the incident: Prepared does not publish the name. */
const INCIDENT_KEYS = ['incident_id', 'id', 'incidentId'];
const WORDS_A_FRAME = 50;

const frame = (value: unknown) => Buffer.from(JSON.stringify(value));

/** What a channel states of each type of event: a transcript's new words. */
const MESSAGES: ByEventType<[], Buffer> = {
  'incident.created': null,
  'incident.ended': null,
  'incident.transferred': null,
  'incident.signalled': null,
  'incident.merged': null,
  'incident.merged_in': null,
  'incident.unmerged': null,
  'incident.claimed': null,
  'incident.released': null,
  'incident.closed': null,
  'incident.reopened': null,
  'location.updated': null,
  'note.added': null,
  'media.attached': null,
  'transcript.added': ({ body }) => frame(encodeTranscript(body.words, body.callStartedAt)),
  'response.updated': null,
  'incident.sent_to_cad': null,
  'incident.transfer_opened': null,
  'incident.transfer_ended': null,
  'cad.linked': null,
  'cad.unlinked': null,
  'cad.status_changed': null,
  'alert.status_changed': null,
  'alert.disposition_changed': null,
  'alert.message_added': null,
};

/** An event as the message of a channel, for the hub. */
export const cableFrames: FrameEncoder = (event) => applyByType(MESSAGES, event);

function object(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value = parseJson(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

/** Why a socket ends, in Action Cable's words, and whether its clients may come back by themselves. */
function encodeEnding(error: DomainError, { isExpired }: { isExpired: boolean }): EncodedEnding {
  const states = (reason: string, reconnect: boolean, code: number) => ({
    frame: frame({ type: 'disconnect', reason, reconnect }),
    code,
    reason,
  });
  switch (error.code) {
    case 'unavailable':
    case 'internal':
      return states('server_restart', true, 1012);
    case 'cursor_expired':
      return states('remote', true, 4410);
    case 'resync_required':
      return states('resync_required', true, 4412);
    case 'too_many_requests':
      return states('too_many_requests', true, 4429);
    case 'invalid_request':
      return states('invalid_request', false, 4400);
    default:
      return states(isExpired ? 'token_expired' : 'unauthorized', false, 4401);
  }
}

/** Action Cable's framing (subprotocol actioncable-v1-json), which AnyCable's clients speak too. */
const actionCable: ChannelProtocol = {
  welcome: frame({ type: 'welcome' }),
  ping: (now) => frame({ type: 'ping', message: Math.floor(now / 1000) }),
  readCommand(message) {
    const command = object(message);
    if (command === null) return null;
    const { command: kind, identifier: name } = command;
    if (kind !== 'subscribe' && kind !== 'unsubscribe') return { kind: 'other' };
    return typeof name === 'string' ? { kind, name } : null;
  },
  confirm: (identifier) => frame({ identifier, type: 'confirm_subscription' }),
  reject: (identifier) => frame({ identifier, type: 'reject_subscription' }),
  deliver: (identifier, message) =>
    Buffer.concat([Buffer.from(`{"identifier":${JSON.stringify(identifier)},"message":`), message, Buffer.from('}')]),
  encodeEnding,
};

/** The incident a channel's identifier names. Refuses another channel, and an identifier without one. */
function incidentIdOf(identifier: string): string {
  const params = object(identifier);
  const given = INCIDENT_KEYS.map((key) => params?.[key]).find((value) => typeof value === 'string');
  if (params?.['channel'] !== CHANNEL || typeof given !== 'string') {
    throw refuse.invalidRequest({ description: `Subscribe to {"channel":"${CHANNEL}","incident_id":"…"}` });
  }
  return given;
}

/** So many words a frame; words of one instant stay together, because a repeated instant replaces what it had. */
function framesOf(words: readonly TranscriptWord[], startedAt: number): Buffer[] {
  const frames: Buffer[] = [];
  let from = 0;
  while (from < words.length) {
    let to = from + WORDS_A_FRAME;
    while (to < words.length && words[to]?.startedAt === words[to - 1]?.startedAt) to += 1;
    frames.push(frame(encodeTranscript(words.slice(from, to), startedAt)));
    from = to;
  }
  return frames;
}

async function open(ports: { database: Database }, request: RouteRequest, identifier: string): Promise<ChannelStart> {
  const agencyId = ownAgency(request);
  const { incident, head, epoch, words } = await openTranscript(ports, agencyId, incidentIdOf(identifier));
  return {
    agencyId,
    after: head,
    head,
    epoch,
    wants: ({ incidentId }) => incidentId === incident.id,
    opening: framesOf(words, incident.incidentAt),
  };
}

/** `/cable`: live transcripts, the words so far first, in Action Cable's framing. */
export const cable: ChannelSocketRoute<{ database: Database }> = {
  path: '/cable',
  errors: preparedErrors,
  summary: `Live transcripts in Action Cable's framing: subscribe to ${CHANNEL}`,
  access: { kind: 'token', right: 'incident_events:read' },
  limit: 'reads',
  query: Type.Object({
    token: Type.Optional(
      Type.String({
        maxLength: 8_192,
        description: 'The access token, where it is not in Authorization',
        examples: ['eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJzYW5kYm94LWNhZCJ9.c2lnbmF0dXJl'],
      }),
    ),
  }),
  subprotocols: ['actioncable-v1-json'],
  encoder: 'cable',
  sends: CABLE_FRAMES,
  reads: CABLE_COMMANDS,
  protocol: actionCable,
  open,
};
