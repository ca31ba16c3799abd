import type { Audit } from '../audit/append-record.ts';
import type { ClientDirectory } from '../authorization/clients/client-directory.ts';
import type { ClientOrigins } from '../authorization/clients/client-origins.ts';
import type { Limits } from '../authorization/limits/limits.ts';
import type { StrangerRecords } from '../authorization/refusals/stranger-records.ts';
import type { BearerCheck } from '../authorization/tokens/bearer-check.ts';
import type { ChangeFeed } from '../database/changes/change-feed.ts';
import type { Database } from '../database/database.ts';
import type { ChannelHub } from '../delivery/streams/channels/channel-hub.ts';
import type { StreamHub } from '../delivery/streams/stream-hub.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Log } from '../kernel/log.ts';
import type { Measures } from '../kernel/measures.ts';
import type { Random } from '../kernel/random.ts';
import type { Readiness } from '../kernel/readiness.ts';
import type { Tracing } from '../kernel/tracing/tracing.ts';
import type { UnhandledFaults } from '../kernel/unhandled-faults.ts';
import type { SecurityPolicies } from '../people/policies/security-policies.ts';

/** What the server itself uses, whatever the dialects' handlers take besides. */
export interface ServerPorts {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** Start of every link, without a trailing slash. */
  readonly publicUrl: string;
  readonly changes: ChangeFeed;
  readonly limits: Limits;
  readonly strangers: StrangerRecords;
  readonly clients: ClientDirectory;
  readonly clientOrigins: ClientOrigins;
  readonly bearer: BearerCheck;
  readonly policies: SecurityPolicies;
  readonly readiness: Readiness;
  readonly measures: Measures;
  readonly unhandled: UnhandledFaults;
  readonly tracing: Tracing | null;
  readonly streams: StreamHub;
  readonly channels: ChannelHub;
}
