import { AlertSenderList, Callflow, EditCallflowRequest, NewCallflowRequest } from '@sallyport/contract';
import { Type } from 'typebox';
import type * as access from '../../../agencies/callflows/types.ts';
import type { Audit } from '../../../audit/append-record.ts';
import { listSenders } from '../../../authorization/callflows/list-callflows.ts';
import {
  addCallflow,
  type CallflowSettings,
  editCallflow,
  removeCallflow,
} from '../../../authorization/callflows/save-callflow.ts';
import { actorOf } from '../../../authorization/principals/principal.ts';
import type { ChangeFeed } from '../../../database/changes/change-feed.ts';
import type { Database } from '../../../database/database.ts';
import { encodeAnswerFields, readAnswerFields } from '../../requests/answer-fields.ts';
import { principalOf, type Route, type RouteRequest } from '../../routing/route.ts';
import { nativeErrors } from '../problems/errors.ts';

export interface AddPorts {
  readonly database: Database;
  readonly audit: Audit;
  readonly changes: ChangeFeed;
}

const operating = {
  errors: nativeErrors,
  path: '/api/callflows',
  access: { kind: 'operator', right: 'callflows:manage' },
  limit: 'reads',
  bodyLimitBytes: 32_768,
} as const;
const one = {
  ...operating,
  path: '/api/callflows/:client_id/:name',
} as const;
const byName = Type.Object({
  client_id: Type.String({ maxLength: 100, description: 'The client', examples: ['sandbox-alarm'] }),
  name: Type.String({ maxLength: 100, description: "The callflow's name", examples: ['sandbox'] }),
});

function encodeCallflow(callflow: access.Callflow): Callflow {
  return {
    name: callflow.name,
    routing: callflow.routing,
    agency_ids: [...callflow.agencyIds],
    ...(callflow.defaultAgencyId !== null && { default_agency_id: callflow.defaultAgencyId }),
    requests_dispatch: callflow.requestsDispatch,
    required_variables: [...callflow.requiredVariables],
    answers_with: encodeAnswerFields(callflow.answersWith),
    tells_sender: [...callflow.tellsSender],
  };
}

function readSettings(given: EditCallflowRequest): Partial<CallflowSettings> {
  const { routing, agency_ids, default_agency_id, requests_dispatch, required_variables, answers_with, tells_sender } =
    given;
  return {
    ...(routing !== undefined && { routing }),
    ...(agency_ids !== undefined && { agencyIds: agency_ids }),
    ...(default_agency_id !== undefined && { defaultAgencyId: default_agency_id }),
    ...(requests_dispatch !== undefined && { requestsDispatch: requests_dispatch }),
    ...(required_variables !== undefined && { requiredVariables: required_variables }),
    ...(answers_with !== undefined && { answersWith: readAnswerFields(answers_with) }),
    ...(tells_sender !== undefined && { tellsSender: tells_sender }),
  };
}

function named({ params }: RouteRequest): { clientId: string; name: string } {
  return { clientId: params['client_id'] ?? '', name: params['name'] ?? '' };
}

const by = (request: RouteRequest) => ({ actor: actorOf(principalOf(request)), origin: request.origin });

/** `GET /api/callflows`: who sends alerts, and by which routes. */
export const list: Route<{ database: Database }> = {
  ...operating,
  method: 'GET',
  summary: 'List the clients that may send alerts, with their callflows',
  body: 'none',
  schema: { responses: { 200: AlertSenderList } },
  async handle(ports) {
    const senders = (await listSenders(ports)).map((client) => ({
      client_id: client.id,
      client_name: client.name,
      application_name: client.applicationName,
      callflows: client.callflows.map(encodeCallflow),
    }));
    return { status: 200, body: { senders } };
  },
};

export const add: Route<AddPorts> = {
  ...operating,
  method: 'POST',
  summary: 'Give a client a callflow',
  body: 'json',
  schema: { body: NewCallflowRequest, responses: { 201: Callflow } },
  async handle(ports, request) {
    const { client_id: clientId, name, ...given } = request.body as NewCallflowRequest;
    const settings = readSettings(given);
    const callflow = await addCallflow(ports, { clientId, name, settings, ...by(request) });
    return { status: 201, body: encodeCallflow(callflow) };
  },
};

export const edit: Route<AddPorts> = {
  ...one,
  method: 'PATCH',
  summary: 'Change a callflow',
  body: 'json',
  schema: { params: byName, body: EditCallflowRequest, responses: { 200: Callflow } },
  async handle(ports, request) {
    const settings = readSettings(request.body as EditCallflowRequest);
    const callflow = await editCallflow(ports, { ...named(request), settings, ...by(request) });
    return { status: 200, body: encodeCallflow(callflow) };
  },
};

export const remove: Route<AddPorts> = {
  ...one,
  method: 'DELETE',
  summary: 'Take a callflow away',
  body: 'none',
  schema: { params: byName, responses: { 204: null } },
  async handle(ports, request) {
    await removeCallflow(ports, { ...named(request), ...by(request) });
    return { status: 204 };
  },
};
