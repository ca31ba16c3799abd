import { LogMessage, LogMessagePage, LogMessageRequest } from '@sallyport/contract';
import { Type } from 'typebox';
import type { Audit } from '../../audit/append-record.ts';
import type { Database } from '../../database/database.ts';
import { furtherMembers } from '../../incidents/incident/further-members.ts';
import { writeToAlert } from '../../intake/answer-alert.ts';
import { readOwnAlert } from '../../intake/read-own-alerts.ts';
import type { Clock } from '../../kernel/clock.ts';
import { refuse } from '../../kernel/errors.ts';
import type { Random } from '../../kernel/random.ts';
import { membersInWords } from '../cards/draw-cards.ts';
import { incidentIdOf } from '../requests/alert-id.ts';
import { principalOf, type Route } from '../routing/route.ts';
import { encodeLogMessage } from './encode-alert.ts';
import { rapidsosErrors } from './errors.ts';
import { messageKindOf } from './message-types.ts';

const PAGE = { otherwise: 25, most: 100 };
const CLAIM_LENGTH = 100;
const path = '/v1/alerts/:alert_id/log_messages';
const params = Type.Object({
  alert_id: Type.String({
    maxLength: 60,
    description: 'The alert',
    examples: ['alert-0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d11'],
  }),
});

function wholeNumber(text: string | undefined, name: string, otherwise: number, most: number): number {
  if (text === undefined) return otherwise;
  const number = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (number < 1 || number > most) {
    throw refuse.invalidRequest({ description: `${name} must be a whole number from 1 to ${most}` });
  }
  return number;
}

/** `GET /v1/alerts/{alert_id}/log_messages`: a page of its log, oldest first. */
export const list: Route<{ database: Database }> = {
  method: 'GET',
  path,
  errors: rapidsosErrors,
  summary: "Read an alert's log",
  access: { kind: 'token', right: 'incidents:read' },
  limit: 'reads',
  body: 'none',
  schema: {
    params,
    query: Type.Object({
      page: Type.Optional(Type.String({ description: 'The page, from 1', examples: ['1'] })),
      limit: Type.Optional(
        Type.String({ description: 'At most so many, from 1 to 100; 25 where it is missing', examples: ['50'] }),
      ),
    }),
    responses: { 200: LogMessagePage },
  },
  async handle(ports, request) {
    const limit = wholeNumber(request.query['limit'], 'limit', PAGE.otherwise, PAGE.most);
    const page = wholeNumber(request.query['page'], 'page', 1, 1_000_000);
    const { total, lines } = await readOwnAlert(ports, principalOf(request), {
      incidentId: incidentIdOf(request.params['alert_id'] ?? ''),
      log: { offset: (page - 1) * limit, limit },
    });
    return { status: 200, body: { total_records: total, log_messages: lines.map(encodeLogMessage) } };
  },
};

/** A name or an id that is short enough to stand beside the one that was authenticated. */
function claimOf(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value.length <= CLAIM_LENGTH ? value : undefined;
}

/** `POST /v1/alerts/{alert_id}/log_messages`: a chat message, a milestone or a further signal, for both sides; what else is sent follows it. */
export const add: Route<{ database: Database; audit: Audit; clock: Clock; random: Random }> = {
  method: 'POST',
  path,
  errors: rapidsosErrors,
  summary: "Add to an alert's log",
  access: { kind: 'token', right: 'alerts:answer' },
  limit: 'alerts',
  body: 'json',
  bodyLimitBytes: 16_384,
  schema: { params, body: LogMessageRequest, responses: { 200: LogMessage } },
  async handle(ports, request) {
    const { alert_id, message, message_type, sender, sender_id, ...beside } = request.body as LogMessageRequest;
    const incidentId = incidentIdOf(request.params['alert_id'] ?? '');
    if (alert_id !== undefined && incidentIdOf(alert_id) !== incidentId) {
      throw refuse.invalidRequest({ description: 'alert_id must be that of the path, or left out' });
    }
    const claimed = { sender: claimOf(sender), senderId: claimOf(sender_id) };
    const unclaimed = {
      ...(claimed.sender === undefined && { sender }),
      ...(claimed.senderId === undefined && { sender_id }),
    };
    const event = await writeToAlert(ports, {
      principal: principalOf(request),
      claimed,
      incidentId,
      message: { kind: messageKindOf(message_type), text: message },
      remark: membersInWords(furtherMembers({ ...unclaimed, ...beside })),
      origin: request.origin,
    });
    return { status: 200, body: encodeLogMessage(event) };
  },
};
