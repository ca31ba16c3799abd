import type { SweepOutcomes } from '../agencies/retention.ts';
import type { Audit } from '../audit/append-record.ts';
import type { ChangeFeed } from '../database/changes/change-feed.ts';
import type { Database, Transaction } from '../database/database.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Log } from '../kernel/log.ts';
import type { Random } from '../kernel/random.ts';
import type { Seal } from '../kernel/seal.ts';
import type { PasswordHasher } from '../people/passwords/password-hasher.ts';
import type { EndWithPerson } from '../people/sessions/end-access.ts';
import type { ClientDirectory } from './clients/client-directory.ts';
import type { ClientOrigins } from './clients/client-origins.ts';
import type { KeyRing } from './keys/key-ring.ts';
import type { Limits } from './limits/limits.ts';
import type { StrangerRecords } from './refusals/stranger-records.ts';
import type { ReplayGuard } from './replays/replay-guard.ts';
import type { AccessSettings } from './settings.ts';
import type { BearerCheck } from './tokens/bearer-check.ts';

/** What the use cases of access work with. Built once, in `app/compose.ts`; each use case names what it takes. */
export interface AccessParts {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly settings: AccessSettings;
  /** Token issuer and start of every link, without a trailing slash. */
  readonly publicUrl: string;
  readonly changes: ChangeFeed;
  readonly limits: Limits;
  readonly strangers: StrangerRecords;
  readonly clients: ClientDirectory;
  /** Of which pages may ask for tokens. */
  readonly clientOrigins: ClientOrigins;
  /** Keeps the installation's own secrets in the database. */
  readonly seal: Seal;
  readonly keys: KeyRing;
  readonly bearer: BearerCheck;
  readonly replays: ReplayGuard;
  readonly passwords: PasswordHasher;
  readonly endWithPerson: readonly EndWithPerson[];
  /** How an agency's sweeps last went. */
  readonly sweepOutcomes: SweepOutcomes;
  /** Ends, in the caller's transaction, the webhook subscriptions that a person's tokens or a grant's made. */
  readonly endSubscriptions: (tx: Transaction, made: { userId: string } | { grantId: string }) => Promise<void>;
}
