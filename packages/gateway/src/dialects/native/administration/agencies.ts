import {
  AddAgencyRequest,
  EditAgencyRequest,
  OperatedAgency,
  OperatedAgencyList,
  PlacedAgency,
} from '@sallyport/contract';
import { Type } from 'typebox';
import { addAgency } from '../../../agencies/add-agency.ts';
import { type EndWithAgency, editAgency } from '../../../agencies/edit-agency.ts';
import { listOperatedAgencies } from '../../../agencies/find-agencies.ts';
import type { Audit } from '../../../audit/append-record.ts';
import { actorOf } from '../../../authorization/principals/principal.ts';
import type { ChangeFeed } from '../../../database/changes/change-feed.ts';
import type { Database } from '../../../database/database.ts';
import type { Clock } from '../../../kernel/clock.ts';
import { principalOf, type Route } from '../../routing/route.ts';
import { nativeErrors } from '../problems/errors.ts';

const operating = {
  path: '/api/agencies',
  errors: nativeErrors,
  access: { kind: 'operator', right: 'agencies:manage' },
  limit: 'reads',
  bodyLimitBytes: 4_096,
} as const;

type Encoded = Awaited<ReturnType<typeof editAgency>>;

const encodeAgency = ({ id, name, timeZone, language, disabledAt }: Encoded): OperatedAgency => ({
  id,
  name,
  ...{ time_zone: timeZone, language },
  is_disabled: disabledAt !== null,
});

export const list: Route<{ database: Database }> = {
  ...operating,
  method: 'GET',
  summary: 'List the agencies of the installation',
  body: 'none',
  schema: { responses: { 200: OperatedAgencyList } },
  async handle(ports) {
    const agencies = await listOperatedAgencies(ports);
    return {
      status: 200,
      body: {
        agencies: agencies.map(({ hasBoundary, ...agency }) => ({
          ...encodeAgency(agency),
          has_boundary: hasBoundary,
        })),
      },
    };
  },
};

export const add: Route<{ database: Database; audit: Audit; clock: Clock }> = {
  ...operating,
  method: 'POST',
  summary: 'Add an agency',
  body: 'json',
  schema: { body: AddAgencyRequest, responses: { 201: PlacedAgency } },
  async handle(ports, request) {
    const { id, name, time_zone: timeZone } = request.body as AddAgencyRequest;
    const agency = await addAgency(ports, {
      agency: { id, name, timeZone },
      actor: actorOf(principalOf(request)),
      origin: request.origin,
    });
    return { status: 201, body: encodeAgency(agency) };
  },
};

/** `PATCH /api/agencies/{id}`: the time zone in which its times are shown, the language of who chose none, and whether it is disabled. */
export const edit: Route<{
  database: Database;
  audit: Audit;
  clock: Clock;
  changes: ChangeFeed;
  endWithAgency: EndWithAgency;
}> = {
  ...operating,
  path: '/api/agencies/:id',
  method: 'PATCH',
  summary: 'Set the time zone or the language of an agency, or disable or enable it',
  body: 'json',
  schema: {
    params: Type.Object({
      id: Type.String({ maxLength: 64, description: 'The agency', examples: ['sandbox-county'] }),
    }),
    body: EditAgencyRequest,
    responses: { 200: OperatedAgency },
  },
  async handle(ports, request) {
    const { time_zone: timeZone, language, is_disabled: isDisabled } = request.body as EditAgencyRequest;
    const agency = await editAgency(ports, {
      agencyId: request.params['id'] ?? '',
      edit: { timeZone, language, isDisabled },
      timeZoneName: '`time_zone`',
      actor: actorOf(principalOf(request)),
      origin: request.origin,
    });
    return { status: 200, body: encodeAgency(agency) };
  },
};
