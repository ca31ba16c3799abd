import { type Static, Type } from 'typebox';
import { Nullable } from '../nullable.ts';

/** One mail of the outbox, without its text. */
export const OutboxMail = Type.Object({
  id: Type.String({ description: 'The mail', examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d99'] }),
  state: Type.Enum(['waiting', 'sent', 'given_up'], {
    description: '`given_up` after twelve attempts: it is sent only where it is asked for again',
  }),
  recipient: Type.String({ description: 'The e-mail address it goes to', examples: ['riley@sandbox.test'] }),
  subject: Type.String({ description: 'What it is about', examples: ['Set your Sallyport password'] }),
  attempts: Type.Integer({
    description: 'How often it was tried since it was made or last asked for again',
    examples: [1],
  }),
  next_attempt_at: Nullable(Type.String({ format: 'date-time', description: 'Null unless it is `waiting`' })),
  fault: Nullable(Type.String({ description: 'Why the last attempt failed', examples: ['ECONNREFUSED'] })),
  created_at: Type.String({ format: 'date-time', description: 'When it was made' }),
  finished_at: Nullable(Type.String({ format: 'date-time', description: 'When it was sent or given up' })),
  can_be_retried: Type.Boolean({ description: 'False once its text is erased, which it is when it was sent' }),
});
export type OutboxMail = Static<typeof OutboxMail>;

/** Answer of `GET /api/outbox`, newest first, 500 at most. */
export const OutboxList = Type.Object({
  mails: Type.Array(OutboxMail, { description: 'The newest first, 500 at most' }),
});
export type OutboxList = Static<typeof OutboxList>;
