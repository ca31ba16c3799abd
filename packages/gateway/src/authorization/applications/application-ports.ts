import type { Audit } from '../../audit/append-record.ts';
import type { ChangeFeed } from '../../database/changes/change-feed.ts';
import type { Database } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Random } from '../../kernel/random.ts';
import type { MailQueue } from '../../outbox/mail-queue.ts';

/** What every step of an application takes: it is written with its audit record, and mails whoever waits for it. */
export interface ApplicationPorts {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly random: Random;
  readonly changes: ChangeFeed;
  readonly publicUrl: string;
  readonly mail: MailQueue;
}
