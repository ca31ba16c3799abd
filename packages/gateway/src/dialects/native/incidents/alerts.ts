import * as contract from '@sallyport/contract';
import { type AlertSettings, readAlertSettings, setAlertSettings } from '../../../agencies/alert-settings.ts';
import type { Audit } from '../../../audit/append-record.ts';
import { actorOf } from '../../../authorization/principals/principal.ts';
import type { Database } from '../../../database/database.ts';
import { answerAlertWithHistory, writeToAlert } from '../../../intake/answer-alert.ts';
import type { Clock } from '../../../kernel/clock.ts';
import type { Random } from '../../../kernel/random.ts';
import { INCIDENT_PARAMS, incidentIdOf } from '../../requests/alert-id.ts';
import { CHOSEN_AGENCY, chosenAgency } from '../../requests/chosen-agency.ts';
import { principalOf, type Route, type RouteRequest } from '../../routing/route.ts';
import { nativeErrors } from '../problems/errors.ts';
import { encodeAlertSide, encodeLine } from './encode-alert-side.ts';

export interface AnswerPorts {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly random: Random;
  readonly alertAcceptSeconds: number;
}

const acting = {
  errors: nativeErrors,
  access: { kind: 'person', right: 'alerts:answer' },
  limit: 'alerts',
  body: 'json',
  bodyLimitBytes: 8_192,
} as const;
const incidentOf = ({ params: { id } }: RouteRequest) => incidentIdOf(id ?? '');

/** `PATCH /api/incidents/{id}/alert`: a dispatcher accepts or declines an alert, or states what became of it. */
export const answer: Route<AnswerPorts> = {
  ...acting,
  method: 'PATCH',
  path: '/api/incidents/:id/alert',
  summary: 'Accept or decline an alert, or set its disposition',
  schema: { params: INCIDENT_PARAMS, body: contract.AnswerAlertRequest, responses: { 200: contract.AlertSide } },
  async handle(ports, request) {
    const { status, disposition, decline_reason } = request.body as contract.AnswerAlertRequest;
    const { origin } = request;
    const { alert, history } = await answerAlertWithHistory(ports, {
      principal: principalOf(request),
      incidentId: incidentOf(request),
      status: status ?? null,
      disposition: disposition ?? null,
      declineReason: decline_reason ?? null,
      cancelReason: null,
      origin,
    });
    return { status: 200, body: encodeAlertSide(alert, history, ports.clock.now()) };
  },
};

/** `POST /api/incidents/{id}/messages`: a dispatcher writes to whoever sent the alert. */
export const chat: Route<{ database: Database; audit: Audit; clock: Clock; random: Random }> = {
  ...acting,
  method: 'POST',
  path: '/api/incidents/:id/messages',
  summary: 'Write to whoever sent an alert',
  schema: { params: INCIDENT_PARAMS, body: contract.AlertMessageRequest, responses: { 201: contract.AlertLogLine } },
  async handle(ports, request) {
    const { text } = request.body as contract.AlertMessageRequest;
    const event = await writeToAlert(ports, {
      principal: principalOf(request),
      incidentId: incidentOf(request),
      message: { kind: 'chat', text },
      origin: request.origin,
    });
    return { status: 201, body: encodeLine(event) };
  },
};

const administering = {
  errors: nativeErrors,
  path: '/api/alert-settings',
  access: { kind: 'administrator', right: 'alert_settings:manage' },
  limit: 'reads',
} as const;

function encodeSettings({ acceptWithinSeconds, hidesTests, sensitiveCards }: AlertSettings): contract.AlertSettings {
  return {
    accept_within_seconds: acceptWithinSeconds,
    hides_test_alerts: hidesTests,
    sensitive_cards: [...sensitiveCards],
  };
}

/** `GET /api/alert-settings`: how the agency takes its alerts. */
export const readSettings: Route<{ database: Database }> = {
  ...administering,
  method: 'GET',
  summary: 'Read how the agency takes its alerts',
  body: 'none',
  schema: { query: CHOSEN_AGENCY, responses: { 200: contract.AlertSettings } },
  async handle(ports, request) {
    return { status: 200, body: encodeSettings(await readAlertSettings(ports, await chosenAgency(ports, request))) };
  },
};

/** `PATCH /api/alert-settings`: how long the agency has to accept an alert, and whether tests are in its lists. */
export const editSettings: Route<{ database: Database; audit: Audit }> = {
  ...administering,
  method: 'PATCH',
  summary: 'Set how the agency takes its alerts',
  body: 'json',
  bodyLimitBytes: 8_192,
  schema: { query: CHOSEN_AGENCY, body: contract.EditAlertSettingsRequest, responses: { 200: contract.AlertSettings } },
  async handle(ports, request) {
    const { accept_within_seconds, hides_test_alerts, sensitive_cards } =
      request.body as contract.EditAlertSettingsRequest;
    const settings = await setAlertSettings(ports, {
      agencyId: await chosenAgency(ports, request),
      changes: {
        ...(accept_within_seconds !== undefined && { acceptWithinSeconds: accept_within_seconds }),
        ...(hides_test_alerts !== undefined && { hidesTests: hides_test_alerts }),
        ...(sensitive_cards !== undefined && { sensitiveCards: sensitive_cards }),
      },
      actor: actorOf(principalOf(request)),
      origin: request.origin,
    });
    return { status: 200, body: encodeSettings(settings) };
  },
};
