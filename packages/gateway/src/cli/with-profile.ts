import { SallyportError } from '@sallyport/client';
import { type Call, UsageError, value } from './command.ts';
import { type Connection, connectProfile } from './profiles/connect.ts';
import { isProfileName, readProfile } from './profiles/profile-folder.ts';

export const DEFAULT_PROFILE = 'default';

const TIMEOUT_SECONDS = 30;
const LONGEST_TIMEOUT_SECONDS = 3_600;

/** What every command that asks a server over its API takes. */
export const PROFILED = {
  profile: value('name', `Which server, as sallyport login keeps it; ${DEFAULT_PROFILE} where it is left out`),
  timeout: value('seconds', `For how long it is tried in all; ${TIMEOUT_SECONDS} where it is left out`),
} as const;

/** What was given of those. */
export interface Profiled {
  readonly profile: string | undefined;
  readonly timeout: string | undefined;
}

/** What a command about one agency takes besides. */
export const OF_AGENCY = {
  agency: value('id', 'Of which agency, for operators; an administrator has one'),
  ...PROFILED,
} as const;

/** What was given of those. */
export interface AgencyProfiled extends Profiled {
  readonly agency: string | undefined;
}

/** For how long a call is tried, attempts and waits together, in milliseconds. */
export function deadlineOf({ timeout }: Pick<Profiled, 'timeout'>): number {
  return 1000 * numberOf('timeout', timeout, TIMEOUT_SECONDS, LONGEST_TIMEOUT_SECONDS);
}

/** The name of the profile a command was called with. */
export function profileNameOf({ profile = DEFAULT_PROFILE }: Pick<Profiled, 'profile'>): string {
  if (!isProfileName(profile)) throw new UsageError('--profile is a name of letters, digits, dots and hyphens');
  return profile;
}

/** Runs `work` with the profile's server. Refuses with `SignedOutError` where there is no such profile. */
export async function withProfile<T>(
  options: Pick<Profiled, 'profile' | 'timeout'>,
  work: (server: Connection) => Promise<T>,
): Promise<T> {
  const name = profileNameOf(options);
  const deadlineMs = deadlineOf(options);
  return work(connectProfile(name, await readProfile(name), deadlineMs));
}

/** What a command takes without a name, which must be there. */
export function operandOf({ operand }: Pick<Call, 'operand'>, name: string): string {
  if (operand === undefined) throw new UsageError(`${name} is missing`);
  return operand;
}

/** A whole number of an option within bounds, or what stands for it. */
export function numberOf(name: string, text: string | undefined, otherwise: number, most: number): number {
  if (text === undefined) return otherwise;
  const given = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(given >= 1 && given <= most)) throw new UsageError(`--${name} is a whole number from 1 to ${most}`);
  return given;
}

/** What a command was asked about is not in the list that the server gave. */
export function notFound(detail: string): SallyportError {
  return new SallyportError({ status: 404, code: 'not_found', detail, requestId: null, retryAfterSeconds: null });
}
