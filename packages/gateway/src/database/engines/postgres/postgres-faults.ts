import { type DatabaseFault, EngineFault } from '../../faults.ts';

/** SQLSTATEs and their classes (https://www.postgresql.org/docs/current/errcodes-appendix.html), the longest match first. */
const BY_STATE: readonly (readonly [string, DatabaseFault])[] = [
  ['25006', 'read_only'],
  ['25P03', 'slow'],
  ['25P04', 'slow'],
  ['3D000', 'denied'],
  ['40001', 'locked'],
  ['3F000', 'other_schema'],
  ['40P01', 'locked'],
  ['42501', 'denied'],
  ['42703', 'other_schema'],
  ['42P01', 'other_schema'],
  ['53100', 'full'],
  ['55P03', 'locked'],
  ['57014', 'slow'],
  ['08', 'lost'],
  ['28', 'denied'],
  ['53', 'busy'],
  ['57', 'lost'],
  ['58', 'damaged'],
  ['F0', 'damaged'],
  ['XX', 'damaged'],
];
const SQLSTATE = /^[0-9A-Z]{5}$/;

/** Codes of the operating system for a way that is not there, or not any more. */
const NO_WAY =
  /^(E(CONN(REFUSED|RESET|ABORTED)|PIPE|HOSTUNREACH|NETUNREACH|HOSTDOWN|NETDOWN|ADDRNOTAVAIL|NOTFOUND|AI_AGAIN)|ENOENT|EACCES|ERR_STREAM_DESTROYED)$/;
/** What `pg` itself states of a connection, without a code. */
const CLOSED =
  /^(Connection terminated|Client (has encountered|was closed)|Cannot use a pool|The server does not support)/;
const LATE = /timeout/i;

const stateOf = (err: unknown): string => String((err as { code?: unknown } | null)?.code ?? '');

export function postgresFaultOf(err: unknown): DatabaseFault | null {
  if (!(err instanceof Error)) return null;
  const code = stateOf(err);
  if (code === 'ETIMEDOUT') return 'slow';
  if (NO_WAY.test(code)) return 'lost';
  if (SQLSTATE.test(code)) return BY_STATE.find(([state]) => code.startsWith(state))?.[1] ?? null;
  if (code !== '') return null;
  if (CLOSED.test(err.message)) return LATE.test(err.message) ? 'slow' : 'lost';
  return err.message === 'Query read timeout' || /^timeout e(xpired|xceeded)/.test(err.message) ? 'slow' : null;
}

/** Rows are locked by somebody who did not let them go in time. */
export const isLockTimeout = (err: unknown): boolean => stateOf(err) === '55P03';

/** The tables changed since the statement was prepared on this connection: a server of a newer version has migrated them. */
export const isPlanOutdated = (err: unknown): boolean =>
  stateOf(err) === '0A000' && err instanceof Error && err.message.includes('cached plan');

/** True where the server itself answered with this error and goes on answering on the same connection. */
export function isConnectionAlive(err: unknown): boolean {
  const code = stateOf(err);
  return SQLSTATE.test(code) && !NO_WAY.test(code) && !/^(08|57P|25P0[34])/.test(code);
}

/** Whatever prevents a connection is a fault, such as a certificate or a password that does not fit. */
export function connectFault(err: unknown): unknown {
  return postgresFaultOf(err) === null ? new EngineFault('lost', 'no connection to the database', err) : err;
}
