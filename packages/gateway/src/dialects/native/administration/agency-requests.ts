import {
  AgencyAnswer,
  AgencyList,
  AgencyRequest,
  AgencyRequestList,
  ApprovedApplications,
  AskAgencyRequest,
} from '@sallyport/contract';
import { Type } from 'typebox';
import { listAgencies } from '../../../agencies/find-agencies.ts';
import type { Audit } from '../../../audit/append-record.ts';
import {
  answerAgencyRequest,
  listAgencyRequests,
} from '../../../authorization/applications/agency-requests/answer-request.ts';
import { askAgency, listOwnRequests } from '../../../authorization/applications/agency-requests/ask-agency.ts';
import type * as access from '../../../authorization/applications/agency-requests/types.ts';
import { listApproved } from '../../../authorization/applications/own-application.ts';
import type { Database } from '../../../database/database.ts';
import { type Clock, toRfc3339 } from '../../../kernel/clock.ts';
import type { Random } from '../../../kernel/random.ts';
import type { MailQueue } from '../../../outbox/mail-queue.ts';
import { CHOSEN_AGENCY, chosenAgency } from '../../requests/chosen-agency.ts';
import { principalOf, type Route } from '../../routing/route.ts';
import { applicationRequest } from '../developers/own-applications.ts';
import { nativeErrors } from '../problems/errors.ts';

export interface AnswerPorts {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly random: Random;
  readonly publicUrl: string;
  readonly mail: MailQueue;
}

const common = { errors: nativeErrors, limit: 'reads', bodyLimitBytes: 8_192 } as const;
const developing = { ...common, access: { kind: 'developer', right: 'applications:own' } } as const;
const administering = { ...common, access: { kind: 'administrator', right: 'agency_requests:answer' } } as const;
const params = Type.Object({
  id: Type.String({
    maxLength: 60,
    description: 'Of a developer the application, of an administrator the request',
    examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d11'],
  }),
});

function encode(request: access.AgencyRequest): AgencyRequest {
  return {
    id: request.id,
    application_id: request.applicationId,
    application_name: request.applicationName,
    company: request.company,
    agency_id: request.agencyId,
    agency_name: request.agencyName,
    purpose: request.purpose,
    state: request.state,
    asked_at: toRfc3339(request.askedAt),
    answered_at: request.answeredAt === null ? null : toRfc3339(request.answeredAt),
    answer: request.answer,
  };
}

/** Which agencies there are to ask: their names are public, and nothing else of them is given. */
export const agencies: Route<{ database: Database }> = {
  ...developing,
  method: 'GET',
  path: '/api/developer/agencies',
  summary: 'The agencies an application may ask',
  body: 'none',
  schema: { responses: { 200: AgencyList } },
  async handle(ports) {
    return { status: 200, body: { agencies: (await listAgencies(ports)).map(({ id, name }) => ({ id, name })) } };
  },
};

export const listOwn: Route<{ database: Database }> = {
  ...developing,
  method: 'GET',
  path: '/api/developer/applications/:id/agency-requests',
  summary: 'What your application asked agencies',
  body: 'none',
  schema: { params, responses: { 200: AgencyRequestList } },
  async handle(ports, request) {
    const asked = await listOwnRequests(ports, applicationRequest(request));
    return { status: 200, body: { requests: asked.map(encode) } };
  },
};

export const ask: Route<{ database: Database; audit: Audit; clock: Clock; random: Random }> = {
  ...developing,
  method: 'POST',
  path: '/api/developer/applications/:id/agency-requests',
  summary: 'Ask an agency to work with your approved application',
  body: 'json',
  schema: { params, body: AskAgencyRequest, responses: { 201: AgencyRequest } },
  async handle(ports, request) {
    const { agency_id, purpose } = request.body as AskAgencyRequest;
    const asked = await askAgency(ports, { ...applicationRequest(request), agencyId: agency_id, purpose });
    return { status: 201, body: encode(asked) };
  },
};

export const list: Route<{ database: Database }> = {
  ...administering,
  method: 'GET',
  path: '/api/agency-requests',
  summary: 'What applications ask of the agency',
  body: 'none',
  schema: { query: CHOSEN_AGENCY, responses: { 200: AgencyRequestList } },
  async handle(ports, request) {
    const asked = await listAgencyRequests(ports, await chosenAgency(ports, request));
    return { status: 200, body: { requests: asked.map(encode) } };
  },
};

export const answer: Route<AnswerPorts> = {
  ...administering,
  needsRecentFactor: true,
  method: 'POST',
  path: '/api/agency-requests/:id/answer',
  summary: 'Answer an application: yes, or no with a reason',
  body: 'json',
  schema: { params, query: CHOSEN_AGENCY, body: AgencyAnswer, responses: { 200: AgencyRequest } },
  async handle(ports, request) {
    const { origin } = request;
    const { state, answer: text } = request.body as AgencyAnswer;
    const answered = await answerAgencyRequest(ports, {
      id: request.params['id'] ?? '',
      agencyId: await chosenAgency(ports, request),
      state,
      answer: text,
      principal: principalOf(request),
      origin,
    });
    return { status: 200, body: encode(answered.request) };
  },
};

export const approved: Route<{ database: Database }> = {
  ...common,
  access: { kind: 'administrator', right: 'clients:manage' },
  method: 'GET',
  path: '/api/approved-applications',
  summary: 'The applications an agency may issue credentials for',
  body: 'none',
  schema: { responses: { 200: ApprovedApplications } },
  async handle(ports) {
    return { status: 200, body: { applications: [...(await listApproved(ports))] } };
  },
};
