import * as contract from '@sallyport/contract';
import type { WorkPorts } from '../../../incidents/claims/change-work.ts';
import { type CadReceivers, sendToCadForPerson } from '../../../intake/work-on-incident.ts';
import { toRfc3339 } from '../../../kernel/clock.ts';
import { INCIDENT_PARAMS, incidentIdOf } from '../../requests/alert-id.ts';
import { ownAgency } from '../../requests/own-agency.ts';
import { principalOf, type Route } from '../../routing/route.ts';
import { nativeErrors } from '../problems/errors.ts';

/** `POST /api/incidents/{id}/cad_sends`: a dispatcher hands an incident to the agency's CAD. */
export const send: Route<WorkPorts & CadReceivers> = {
  method: 'POST',
  path: '/api/incidents/:id/cad_sends',
  errors: nativeErrors,
  access: { kind: 'person', right: 'incidents:send_to_cad' },
  limit: 'reads',
  summary: "Send an incident to the agency's CAD",
  body: 'json',
  bodyLimitBytes: 4_096,
  schema: { params: INCIDENT_PARAMS, body: contract.SendToCadRequest, responses: { 201: contract.SentToCad } },
  async handle(ports, request) {
    const { text } = request.body as contract.SendToCadRequest;
    const { at, incidentId, body } = await sendToCadForPerson(ports, {
      principal: principalOf(request),
      agencyId: ownAgency(request),
      incidentId: incidentIdOf(request.params['id'] ?? ''),
      origin: request.origin,
      addition: text?.trim() ?? null,
    });
    const sent: contract.SentToCad = {
      ...{ id: body.id, incident_id: incidentId, sent_at: toRfc3339(at) },
      ...{ text: body.text, receivers: [...body.receivers] },
    };
    return { status: 201, body: sent };
  },
};
