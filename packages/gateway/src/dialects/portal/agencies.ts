import { AddAgencyRequest, Agency, OperatedAgencyList } from '@sallyport/contract';
import { addAgency } from '../../access/agencies/add-agency.ts';
import { listOperatedAgencies } from '../../access/agencies/find-agencies.ts';
import { actorOf } from '../../access/principal.ts';
import { principalOf, type Route } from '../route.ts';
import { portal } from './errors.ts';

const operating = {
  path: '/api/agencies',
  dialect: portal,
  access: { kind: 'operator', permission: 'agencies:manage' },
  limit: 'reads',
  bodyLimitBytes: 4_096,
} as const;

export const list: Route = {
  ...operating,
  method: 'GET',
  summary: 'List the agencies of the installation',
  body: 'none',
  schema: { responses: { 200: OperatedAgencyList } },
  async handle({ parts }) {
    const agencies = await listOperatedAgencies(parts);
    return {
      status: 200,
      body: { agencies: agencies.map(({ id, name, hasBoundary }) => ({ id, name, has_boundary: hasBoundary })) },
    };
  },
};

export const add: Route = {
  ...operating,
  method: 'POST',
  summary: 'Add an agency',
  body: 'json',
  schema: { body: AddAgencyRequest, responses: { 201: Agency } },
  async handle(request) {
    const agency = await addAgency(request.parts, {
      agency: request.body as AddAgencyRequest,
      actor: actorOf(principalOf(request)),
      origin: request.origin,
    });
    return { status: 201, body: agency };
  },
};
