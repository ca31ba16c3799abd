import { TriggerRehearsal, TriggerRequest } from '@sallyport/contract';
import type { Database } from '../../database/database.ts';
import type { Geocoder } from '../../incidents/locations/geocoder.ts';
import { rehearseByCallflow } from '../../intake/raise-by-callflow.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Route } from '../routing/route.ts';
import { encodeAlert } from './encode-alert.ts';
import { rapidsosErrors } from './errors.ts';
import { readTrigger } from './trigger-variables.ts';

export interface RehearsalPorts {
  readonly database: Database;
  readonly clock: Clock;
  readonly geocoder: Geocoder;
  readonly alertAcceptSeconds: number;
}

/**
 * `POST /v1/rem/rehearse`, Sallyport's own: what the same body at `/v1/rem/trigger` would do, refusals included. Nothing is
 * written, so that it is counted as a read and takes nothing from the allowance of alerts.
 */
export const rehearse: Route<RehearsalPorts> = {
  method: 'POST',
  path: '/v1/rem/rehearse',
  errors: rapidsosErrors,
  summary: 'See what an alert would do, without sending it',
  access: { kind: 'token', right: 'alerts:send' },
  limit: 'reads',
  body: 'json',
  bodyLimitBytes: 65_536,
  schema: { body: TriggerRequest, responses: { 200: TriggerRehearsal } },
  async handle(ports, request) {
    const asked = readTrigger(ports, request);
    const { outcome, alert, acceptWithinSeconds } = await rehearseByCallflow(ports, asked);
    const { name, routing, requiredVariables, requestsDispatch, tellsSender } = asked.callflow;
    const { callerPhoneGiven, callerPhoneNumber, agencyId } = alert;
    return {
      status: 200,
      body: {
        outcome,
        callflow: {
          name,
          routing,
          required_variables: [...requiredVariables],
          requests_dispatch: requestsDispatch,
          tells_sender: [...tellsSender],
        },
        phone: { given: callerPhoneGiven ?? '', number: callerPhoneNumber },
        center: { id: agencyId, name: alert.alert?.agencyName ?? '' },
        accept_within_seconds: acceptWithinSeconds,
        alert: encodeAlert(alert),
      },
    };
  },
};
