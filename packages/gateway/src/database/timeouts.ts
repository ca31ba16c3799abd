import type { Config } from '../config/options.ts';

/** How long the database may take, in milliseconds. */
export interface DatabaseTimeouts {
  /** To open a connection, and to answer the first word on one that was idle. */
  readonly connectMs: number;
  /** One statement. */
  readonly statementMs: number;
  /** A row, or SQLite's file, that somebody else has locked. */
  readonly lockMs: number;
  /** A transaction of ours in which this process does nothing. */
  readonly idleTransactionMs: number;
  /** A unit of work, until it may begin. */
  readonly waitMs: number;
}

export const DEFAULT_TIMEOUTS: DatabaseTimeouts = {
  connectMs: 5_000,
  statementMs: 10_000,
  lockMs: 3_000,
  idleTransactionMs: 15_000,
  waitMs: 5_000,
};

export type TimeoutOptions = Pick<
  Config,
  | 'databaseConnectTimeoutSeconds'
  | 'databaseStatementTimeoutSeconds'
  | 'databaseLockTimeoutSeconds'
  | 'databaseIdleTransactionTimeoutSeconds'
  | 'databaseWaitSeconds'
>;

/** The configured ones, and the defaults for those that are not given. */
export function timeoutsOf(options: Partial<TimeoutOptions>): DatabaseTimeouts {
  const milliseconds = (seconds: number | undefined, otherwise: number) =>
    seconds === undefined ? otherwise : seconds * 1000;
  return {
    connectMs: milliseconds(options.databaseConnectTimeoutSeconds, DEFAULT_TIMEOUTS.connectMs),
    statementMs: milliseconds(options.databaseStatementTimeoutSeconds, DEFAULT_TIMEOUTS.statementMs),
    lockMs: milliseconds(options.databaseLockTimeoutSeconds, DEFAULT_TIMEOUTS.lockMs),
    idleTransactionMs: milliseconds(options.databaseIdleTransactionTimeoutSeconds, DEFAULT_TIMEOUTS.idleTransactionMs),
    waitMs: milliseconds(options.databaseWaitSeconds, DEFAULT_TIMEOUTS.waitMs),
  };
}
