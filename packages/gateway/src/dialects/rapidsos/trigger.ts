import { TriggerAnswer, TriggerRequest } from '@sallyport/contract';
import type { Callflow } from '../../agencies/callflows/types.ts';
import type { Audit } from '../../audit/append-record.ts';
import type { Database } from '../../database/database.ts';
import type { RaisedAlert } from '../../incidents/alerts/alert-report.ts';
import type { Geocoder } from '../../incidents/locations/geocoder.ts';
import { raiseByCallflow } from '../../intake/raise-by-callflow.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Random } from '../../kernel/random.ts';
import { alertIdOf } from '../requests/alert-id.ts';
import { encodeAnswerFields } from '../requests/answer-fields.ts';
import type { Route } from '../routing/route.ts';
import { encodeAlert, encodeStatus } from './encode-alert.ts';
import { rapidsosErrors } from './errors.ts';
import { readTrigger } from './trigger-variables.ts';

export interface Ports {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly random: Random;
  readonly geocoder: Geocoder;
  readonly alertAcceptSeconds: number;
}

/** `POST /v1/rem/trigger`: an alert comes in. A retry is answered the same and writes nothing; what is new under its id is a further signal. */
export const trigger: Route<Ports> = {
  method: 'POST',
  path: '/v1/rem/trigger',
  errors: rapidsosErrors,
  summary: 'Send an alert',
  access: { kind: 'token', right: 'alerts:send' },
  limit: 'alerts',
  body: 'json',
  bodyLimitBytes: 65_536,
  schema: { body: TriggerRequest, responses: { 200: TriggerAnswer } },
  async handle(ports, request) {
    const asked = readTrigger(ports, request);
    const raised = await raiseByCallflow(ports, asked);
    return { status: 200, body: encodeRaised(raised, asked.callflow) };
  },
};

/** The session that every later event of this alert repeats, and what the callflow sends besides; a retry is answered the same. */
export function encodeRaised({ alert, answer }: RaisedAlert, { answersWith }: Callflow): TriggerAnswer {
  const alertId = alertIdOf(alert);
  const whole: Required<TriggerAnswer> = {
    alert_id: alertId,
    parent_session_id: alertId,
    source_id: answer.sourceId,
    status: encodeStatus(answer.status),
    sla_expiration_time: answer.acceptBy,
    created_time: alert.createdAt,
    covering_psap: encodeAlert(alert).covering_psap,
  };
  const stated: readonly string[] = ['alert_id', 'parent_session_id', ...encodeAnswerFields(answersWith)];
  return Object.fromEntries(Object.entries(whole).filter(([field]) => stated.includes(field))) as TriggerAnswer;
}
