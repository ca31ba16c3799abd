/** A mail, as plain text. */
export interface MailMessage {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** `waiting` is sent when its turn comes, `given_up` only where an operator asks for it again. */
export type OutboxState = 'waiting' | 'sent' | 'given_up';

/** One mail of the outbox, without its text, which may hold a one-time link. */
export interface OutboxEntry {
  readonly id: string;
  readonly state: OutboxState;
  readonly recipient: string;
  readonly subject: string;
  readonly attempts: number;
  /** When it is tried again; meaningless once it is not `waiting` any more. */
  readonly nextAttemptAt: number;
  /** Why the last attempt failed; null where none did. */
  readonly fault: string | null;
  readonly createdAt: number;
  /** When it was sent or given up. */
  readonly finishedAt: number | null;
  /** False once the text is erased: it cannot be sent again. */
  readonly hasText: boolean;
}

/** Sends one mail, or rejects. `id` is the same at every attempt, so that a receiver can recognise a repeat. */
export type SendMail = (message: MailMessage & { readonly id: string }) => Promise<void>;
