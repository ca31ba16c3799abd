import { TriggerAnswer, TriggerRequest } from '@sallyport/contract';
import type { Client } from '../../access/clients/types.ts';
import { raiseAlert } from '../../incidents/raise-alert.ts';
import { alertIdOf, STATUS_WORDS } from '../../incidents/types.ts';
import { refuse } from '../../kernel/errors.ts';
import { readIdempotencyKey } from '../idempotency-key.ts';
import { principalOf, type Route } from '../route.ts';
import { rapidsos } from './errors.ts';
import { readTriggerVariables } from './trigger-variables.ts';

function chooseAgency(client: Client | null, name: string): { agencyId: string; suppliedBy: string } {
  const callflow = client?.callflows.find((candidate) => candidate.name === name);
  if (client === null || callflow === undefined) {
    const known = client?.callflows.map((candidate) => candidate.name).join(', ') || 'none';
    throw refuse.invalidRequest({ description: `This client has no callflow of that name; it has: ${known}` });
  }
  return { agencyId: callflow.agencyId, suppliedBy: client.applicationName };
}

/** `POST /v1/rem/trigger`: an alert comes in. A repeat answers with the same alert and writes nothing. */
export const trigger: Route = {
  method: 'POST',
  path: '/v1/rem/trigger',
  dialect: rapidsos,
  summary: 'Send an alert',
  access: { kind: 'token', scope: 'alerts:trigger' },
  limit: 'alerts',
  body: 'json',
  bodyLimitBytes: 65_536,
  schema: { body: TriggerRequest, responses: { 200: TriggerAnswer } },
  async handle(request) {
    const { parts, origin } = request;
    const { callflow, variables } = request.body as TriggerRequest;
    const { client } = principalOf(request);
    const { agencyId, suppliedBy } = chooseAgency(client, callflow);
    const incident = await raiseAlert(parts, {
      clientId: client?.id ?? '',
      agencyId,
      report: readTriggerVariables(variables, { suppliedBy, now: parts.clock.now() }),
      idempotencyKey: readIdempotencyKey(request),
      origin,
    });
    return {
      status: 200,
      body: {
        alert_id: alertIdOf(incident),
        status: { name: incident.status, display_name: STATUS_WORDS[incident.status] },
        created_time: incident.createdAt,
      },
    };
  },
};
