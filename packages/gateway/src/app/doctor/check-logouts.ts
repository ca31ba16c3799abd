import type { Database } from '../../database/database.ts';
import { type UntakenLogouts, untakenLogouts } from '../../delivery/logouts/store.ts';
import { type Finding, ok, warning } from '../../operation/findings/finding.ts';
import { phrase } from '../../operation/findings/phrase.ts';

const DAY_MS = 86_400_000;
/** An application that is started anew misses one or two. */
const ATTEMPTS = 4;
const GIVEN_UP_WITHIN_DAYS = 7;
const NAMED = 3;

function textOf(untaken: readonly UntakenLogouts[]): string {
  const named = untaken.slice(0, NAMED).map(({ clientId, count, fault }) => `${count} to ${clientId} (${fault})`);
  return [...named, ...(untaken.length > NAMED ? [`and to ${untaken.length - NAMED} more`] : [])].join(', ');
}

/** Whether applications take the logout tokens of those who were signed in to them (OpenID Connect Back-Channel Logout 1.0). */
export async function checkLogouts(read: Database['read'], now: number): Promise<Finding[]> {
  const since = now - GIVEN_UP_WITHIN_DAYS * DAY_MS;
  const untaken = await untakenLogouts(read, { attempts: ATTEMPTS, since });
  const of = (state: UntakenLogouts['state']) => untaken.filter((each) => each.state === state);
  const found: Finding[] = [];
  if (of('given_up').length > 0) {
    found.push(
      warning(
        'logouts_given_up',
        phrase`Logout tokens of the last ${GIVEN_UP_WITHIN_DAYS} days were given up: ${textOf(of('given_up'))}`,
        'People may still be signed in there: ask the maker of the application to end it, and why it did not take them',
      ),
    );
  }
  if (of('waiting').length > 0) {
    found.push(
      warning(
        'logouts_failing',
        phrase`Logout tokens are not taken, and sent again: ${textOf(of('waiting'))}`,
        'See that the application answers 200 at its backchannel_logout_uri',
      ),
    );
  }
  return found.length === 0 ? [ok('logouts', 'Applications take their logout tokens')] : found;
}
