import {
  BatchRequest,
  EndRequest,
  MediaRequest,
  MergeRequest,
  NoteRequest,
  OpenCallRequest,
  OpenedCall,
  ReportedLocation,
  ResponseRequest,
  StoredChange,
  StoredChanges,
  TranscriptRequest,
  TransferRequest,
} from '@sallyport/contract';
import { type TSchema, Type } from 'typebox';
import type { Audit } from '../../../audit/append-record.ts';
import type { Database } from '../../../database/database.ts';
import { openCall } from '../../../incidents/calls/open-call.ts';
import { attachMedia } from '../../../incidents/changes/attach-media.ts';
import { changeIncident } from '../../../incidents/changes/change-incident.ts';
import { mergeIncident } from '../../../incidents/changes/merge-incident.ts';
import type { Receipt } from '../../../incidents/idempotency/write-once.ts';
import type { Change } from '../../../incidents/incident/change.ts';
import { STATUS_WORDS } from '../../../incidents/incident/types.ts';
import type { ArrivedFile } from '../../../kernel/arrived-file.ts';
import type { Clock } from '../../../kernel/clock.ts';
import { toRfc3339 } from '../../../kernel/clock.ts';
import { refuse } from '../../../kernel/errors.ts';
import type { Random } from '../../../kernel/random.ts';
import { INCIDENT_PARAMS } from '../../requests/alert-id.ts';
import { ownAgency } from '../../requests/own-agency.ts';
import { readIdempotencyKey, timeContextOf } from '../../requests/request-context.ts';
import { principalOf, type Route, type RouteRequest } from '../../routing/route.ts';
import {
  type Defaults,
  isNothing,
  READ_CHANGE,
  readBatchChange,
  readLocation,
  readTime,
} from '../incidents/parse-change.ts';
import { nativeErrors } from '../problems/errors.ts';

export interface ChangePorts {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly random: Random;
}

export interface OpenPorts {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly random: Random;
  readonly publicUrl: string;
}

const BODY_LIMIT_BYTES = 262_144;

const ingesting = {
  method: 'POST',
  errors: nativeErrors,
  access: { kind: 'token', right: 'calls:write' },
  limit: 'alerts',
  body: 'json',
  bodyLimitBytes: BODY_LIMIT_BYTES,
  isEmptyAbsent: true,
} as const;

function defaultsOf(ports: { clock: Clock }, request: RouteRequest): Defaults {
  const { client } = principalOf(request);
  return { suppliedBy: client?.applicationName ?? 'Call handling', ...timeContextOf(ports, request) };
}

function senderOf(request: RouteRequest) {
  return {
    clientId: principalOf(request).client?.id ?? '',
    agencyId: ownAgency(request),
    idempotencyKey: readIdempotencyKey(request),
    content: request.body,
    origin: request.origin,
  };
}

function encodeChanges({ incidentId, entries }: Receipt): StoredChange[] {
  return entries.map(({ id, at }) => ({ id, incident_id: incidentId, created_at: toRfc3339(at) }));
}

async function change(ports: ChangePorts, request: RouteRequest, changes: readonly Change[]): Promise<StoredChange[]> {
  const incidentId = request.params['id'] ?? '';
  return encodeChanges(await changeIncident(ports, { ...senderOf(request), incidentId, changes }));
}

/** `POST /api/incidents`: a call has reached the center. */
export const open: Route<OpenPorts> = {
  ...ingesting,
  path: '/api/incidents',
  summary: 'Open a call',
  schema: { body: OpenCallRequest, responses: { 201: OpenedCall } },
  async handle(ports, request) {
    const { call, location } = request.body as OpenCallRequest;
    const defaults = defaultsOf(ports, request);
    const { incidentId, entries } = await openCall(ports, {
      ...senderOf(request),
      report: {
        callerName: call.caller_name ?? null,
        callerPhoneGiven: call.caller_phone_number ?? null,
        sipCallId: call.sip_call_id ?? null,
        suppliedBy: defaults.suppliedBy,
        location: location === undefined || isNothing(location) ? null : readLocation(location, defaults, 'location.'),
        startedAt: readTime(call.started_at, 'call.started_at', defaults),
        isTimeGiven: call.started_at !== undefined && call.started_at !== null,
        facts: { call },
      },
    });
    return {
      status: 201,
      headers: { location: `${ports.publicUrl}/api/incidents/${incidentId}` },
      body: {
        id: incidentId,
        kind: 'call',
        status: { name: 'ACTIVE', display_name: STATUS_WORDS.ACTIVE },
        created_at: toRfc3339(entries[0]?.at ?? defaults.now),
      },
    };
  },
};

/** `POST /api/incidents/{id}/…`: one change of one kind. */
function changing<K extends keyof typeof READ_CHANGE>(
  kind: K,
  described: { path: string; summary: string; body: TSchema; status: 200 | 201 },
): Route<ChangePorts> {
  const { path, summary, body, status } = described;
  const read = READ_CHANGE[kind] as (given: unknown, defaults: Defaults) => Change;
  return {
    ...ingesting,
    path: `/api/incidents/:id/${path}`,
    summary,
    schema: { params: INCIDENT_PARAMS, body, responses: { [status]: StoredChange } },
    async handle(ports, request) {
      const [stored] = await change(ports, request, [read(request.body, defaultsOf(ports, request))]);
      return { status, body: stored };
    },
  };
}

export const addLocation = changing('location', {
  path: 'locations',
  summary: 'State where the caller is',
  body: ReportedLocation,
  status: 201,
});
export const addNote = changing('note', { path: 'notes', summary: 'Add a note', body: NoteRequest, status: 201 });

/** `POST /api/incidents/{id}/media`: JSON that states where it is, or the file itself. */
export const addMedia: Route<ChangePorts> = {
  ...ingesting,
  path: '/api/incidents/:id/media',
  summary: 'Attach a photo, a video, a recording or a PDF: by its address in JSON, or as the body itself',
  body: 'json-or-media',
  schema: {
    params: INCIDENT_PARAMS,
    query: Type.Object({
      description: Type.Optional(
        Type.String({
          minLength: 1,
          maxLength: 500,
          description: 'What the file shows',
          examples: ['Smoke from the roof'],
        }),
      ),
    }),
    body: MediaRequest,
    responses: { 201: StoredChange },
  },
  async handle(ports, request) {
    const { body } = request;
    if (body === undefined) throw refuse.invalidRequest({ description: 'Send JSON, or the file itself' });
    const file = body as Partial<ArrivedFile>;
    if (file.pieces === undefined) {
      const [stored] = await change(ports, request, [READ_CHANGE.media(body as MediaRequest)]);
      return { status: 201, body: stored };
    }
    const receipt = await attachMedia(ports, {
      ...senderOf(request),
      incidentId: request.params['id'] ?? '',
      content: file as ArrivedFile,
      contentType: String(request.headers['content-type']).split(';')[0]?.trim().toLowerCase() ?? '',
      description: request.query['description'] ?? null,
    });
    return { status: 201, body: encodeChanges(receipt)[0] };
  },
};
export const addTranscript = changing('transcript', {
  path: 'transcript',
  summary: 'Add words that were spoken',
  body: TranscriptRequest,
  status: 201,
});
export const addResponse = changing('response', {
  path: 'responses',
  summary: 'State what a unit does',
  body: ResponseRequest,
  status: 201,
});
export const transfer = changing('transfer', {
  path: 'transfer',
  summary: 'The call was handed to somebody else',
  body: TransferRequest,
  status: 200,
});
export const end = changing('end', { path: 'end', summary: 'The call has ended', body: EndRequest, status: 200 });

/** `POST /api/incidents/{id}/changes`: several changes in their order, all of them or none. */
export const addChanges: Route<ChangePorts> = {
  ...ingesting,
  path: '/api/incidents/:id/changes',
  summary: 'Several changes at once, all of them or none',
  schema: { params: INCIDENT_PARAMS, body: BatchRequest, responses: { 201: StoredChanges } },
  async handle(ports, request) {
    const { changes } = request.body as BatchRequest;
    const defaults = defaultsOf(ports, request);
    const read = changes.map((given) => readBatchChange(given, defaults));
    return { status: 201, body: { changes: await change(ports, request, read) } };
  },
};

/** `POST /api/incidents/{id}/merge`: the same emergency was reported twice. */
export const merge: Route<ChangePorts> = {
  ...ingesting,
  path: '/api/incidents/:id/merge',
  summary: 'Merge this incident into another one, which goes on',
  schema: { params: INCIDENT_PARAMS, body: MergeRequest, responses: { 200: StoredChange } },
  async handle(ports, request) {
    const { content, ...sender } = senderOf(request);
    const { into } = request.body as MergeRequest;
    const receipt = await mergeIncident(ports, {
      ...sender,
      incidentId: request.params['id'] ?? '',
      intoId: into,
    });
    return { status: 200, body: encodeChanges(receipt)[0] };
  },
};
