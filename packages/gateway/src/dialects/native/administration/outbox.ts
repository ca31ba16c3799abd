import { OutboxList, OutboxMail } from '@sallyport/contract';
import { Type } from 'typebox';
import type { Audit } from '../../../audit/append-record.ts';
import { actorOf } from '../../../authorization/principals/principal.ts';
import type { Database } from '../../../database/database.ts';
import { type Clock, toRfc3339 } from '../../../kernel/clock.ts';
import { listOutbox, retryMail } from '../../../outbox/operate-outbox.ts';
import type { OutboxEntry } from '../../../outbox/types.ts';
import { principalOf, type Route } from '../../routing/route.ts';
import { nativeErrors } from '../problems/errors.ts';

const operating = {
  errors: nativeErrors,
  access: { kind: 'operator', right: 'outbox:manage' },
  limit: 'reads',
  bodyLimitBytes: 1_024,
  body: 'none',
} as const;

function encodeMail(entry: OutboxEntry): OutboxMail {
  return {
    id: entry.id,
    state: entry.state,
    recipient: entry.recipient,
    subject: entry.subject,
    attempts: entry.attempts,
    next_attempt_at: entry.state === 'waiting' ? toRfc3339(entry.nextAttemptAt) : null,
    fault: entry.fault,
    created_at: toRfc3339(entry.createdAt),
    finished_at: entry.finishedAt === null ? null : toRfc3339(entry.finishedAt),
    can_be_retried: entry.hasText,
  };
}

export const list: Route<{ database: Database }> = {
  ...operating,
  method: 'GET',
  path: '/api/outbox',
  summary: 'List the mail that waits, was sent or was given up',
  schema: { responses: { 200: OutboxList } },
  async handle(ports) {
    return { status: 200, body: { mails: (await listOutbox(ports)).map(encodeMail) } };
  },
};

export const retry: Route<{ database: Database; audit: Audit; clock: Clock }> = {
  ...operating,
  method: 'POST',
  path: '/api/outbox/:id/retry',
  summary: 'Send a mail that failed again, now and with all its attempts before it',
  schema: {
    params: Type.Object({
      id: Type.String({ maxLength: 60, description: 'The mail', examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d11'] }),
    }),
    responses: { 200: OutboxMail },
  },
  async handle(ports, request) {
    const id = request.params['id'] ?? '';
    const entry = await retryMail(ports, { id, actor: actorOf(principalOf(request)), origin: request.origin });
    return { status: 200, body: encodeMail(entry) };
  },
};
