import type { Actor } from '../../audit/types.ts';
import { endAllDeeplinks } from '../../authorization/deeplinks/store.ts';
import { deleteAllDeviceAuthorizations } from '../../authorization/devices/store.ts';
import { endAllGrants } from '../../authorization/grants/store.ts';
import { deleteAllKeys } from '../../authorization/keys/store.ts';
import { deleteAllRequests } from '../../authorization/requests/store.ts';
import { forgetChanges } from '../../database/changes/store.ts';
import { findInstallation, removeMark, setEpoch } from '../../database/installation.ts';
import { removeAllProcesses } from '../../database/processes/store.ts';
import { resumeAfterRestore } from '../../delivery/webhooks/subscriptions/store.ts';
import { giveUpWaiting } from '../../outbox/store.ts';
import { deleteAllDeveloperSessions } from '../../people/developers/store.ts';
import { deleteUnspentLinks } from '../../people/password-links/store.ts';
import { deleteAllSessions } from '../../people/sessions/store.ts';
import type { GatewayParts } from '../parts.ts';

const EPOCH_BYTES = 4;
const MAIL_FAULT = 'The server was restored from a backup: this may have been sent before';

/** What a restore ended, and what goes on. */
export interface BegunEpoch {
  readonly epoch: string;
  readonly grantsEnded: number;
  readonly sessionsEnded: number;
  readonly mailsGivenUp: number;
  readonly webhooksGoingOn: number;
}

/**
 * The database is a state from before, and nobody can know what was issued, exchanged or ended since. So one transaction
 * gives the installation a new epoch, with which every cursor and every webhook id of before is told apart; voids every access
 * token, refresh token, session, deeplink, link and open request; gives up mail that waits; and records it. Webhooks go on
 * from where they stood. The servers must be stopped.
 */
export async function beginEpoch(
  { database, audit, clock, random }: Pick<GatewayParts, 'database' | 'audit' | 'clock' | 'random'>,
  { actor, from }: { actor: Actor; from: string | null },
): Promise<BegunEpoch> {
  const epoch = random.bytes(EPOCH_BYTES).toString('hex');
  const before = await findInstallation(database);
  return database.write(async (tx) => {
    const { query } = tx;
    const at = clock.now();
    await setEpoch(tx, { epoch, at });
    await deleteAllKeys(query);
    const grantsEnded = await endAllGrants(query, at);
    await deleteAllRequests(query);
    await deleteAllDeviceAuthorizations(query);
    await endAllDeeplinks(query, at);
    const sessionsEnded = await deleteAllSessions(query, at);
    await deleteUnspentLinks(query);
    await deleteAllDeveloperSessions(query);
    const mailsGivenUp = await giveUpWaiting(query, at, MAIL_FAULT);
    await removeAllProcesses(query);
    await forgetChanges(query);
    const webhooksGoingOn = await resumeAfterRestore(query, at);
    await removeMark(tx);
    const begun = { epoch, grantsEnded, sessionsEnded, mailsGivenUp, webhooksGoingOn };
    await audit.append(tx, {
      actor,
      agencyId: null,
      action: 'installation.restored',
      outcome: 'success',
      subject: before?.id ?? null,
      detail: {
        epoch,
        previous_epoch: before?.epoch ?? '',
        from,
        grants_ended: grantsEnded,
        sessions_ended: sessionsEnded,
        mails_given_up: mailsGivenUp,
        webhooks_going_on: webhooksGoingOn,
      },
    });
    return begun;
  });
}
