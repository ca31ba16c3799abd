import { DomainError, refuse } from '../kernel/errors.ts';

/**
 * Why a database did not do its work, as opposed to a mistake in what it was asked. `lost`: the connection was closed.
 * `slow`: no answer in time. `locked`: rows or the file are locked by somebody else. `busy`: too many wait already.
 * `moved`: the files were removed or exchanged while they were open. `other_schema`: a table or column is not there, because
 * somebody changed the tables beside the server.
 */
export type DatabaseFault =
  | 'lost'
  | 'slow'
  | 'locked'
  | 'busy'
  | 'read_only'
  | 'full'
  | 'damaged'
  | 'denied'
  | 'moved'
  | 'other_schema';

const WORDS: Readonly<Record<DatabaseFault, { readonly reason: string; readonly retryAfterSeconds: number }>> = {
  lost: { reason: 'the connection to the database was lost', retryAfterSeconds: 1 },
  slow: { reason: 'the database does not answer in time', retryAfterSeconds: 2 },
  locked: { reason: 'the rows are locked in the database', retryAfterSeconds: 1 },
  busy: { reason: 'too many requests wait for the database', retryAfterSeconds: 1 },
  read_only: { reason: 'the database takes no writes', retryAfterSeconds: 10 },
  full: { reason: 'the database has no space left', retryAfterSeconds: 10 },
  damaged: { reason: 'the database file cannot be read', retryAfterSeconds: 30 },
  denied: { reason: 'the database refuses this server access', retryAfterSeconds: 30 },
  moved: { reason: 'the database file was removed or exchanged while the server runs', retryAfterSeconds: 30 },
  other_schema: { reason: 'the tables in the database are not those of this version', retryAfterSeconds: 30 },
};

/** A COMMIT that was sent and not answered: its rows may be stored. */
export class CommitInDoubt extends Error {
  constructor(cause: unknown) {
    super('the database did not confirm the commit', { cause });
    this.name = 'CommitInDoubt';
  }
}

/** A fault that the engine itself found, before it asked the database. */
export class EngineFault extends Error {
  readonly fault: DatabaseFault;

  constructor(fault: DatabaseFault, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'EngineFault';
    this.fault = fault;
  }
}

/** Which fault an error is; null for every error that is none. */
export type FaultOf = (err: unknown) => DatabaseFault | null;

export function reasonOf(fault: DatabaseFault): string {
  return WORDS[fault].reason;
}

/**
 * The error that a use case sees: `unavailable` where nothing was written, `outcome_unknown` where a commit was not
 * confirmed, and every error that is no fault as it is.
 */
export function toRefusal(err: unknown, faultOf: FaultOf): unknown {
  if (err instanceof DomainError) return err;
  if (err instanceof CommitInDoubt) {
    return refuse.outcomeUnknown({
      description:
        'The database was lost before it confirmed that this is stored; look for it before you send it again',
      logDetail: 'commit in doubt',
      cause: err.cause,
    });
  }
  const fault = err instanceof EngineFault ? err.fault : faultOf(err);
  if (fault === null) return err;
  const { reason, retryAfterSeconds } = WORDS[fault];
  return refuse.unavailable({
    description: `Not possible at the moment: ${reason}; send it again`,
    logDetail: `database: ${fault}`,
    retryAfterSeconds,
    cause: err,
  });
}
