import type { Sweep } from '../database/sweep.ts';
import { type ReminderPorts, remindOfPasswords } from './account-mail/remind-of-passwords.ts';
import { disableInactive, type InactivePorts } from './administration/disable-inactive.ts';
import { deleteOldAssertions, deleteOldSignIns } from './external-sign-ins/store.ts';
import { deleteOldChallenges } from './passkeys/store.ts';
import { deleteExpiredLinks } from './password-links/store.ts';
import { deleteExpiredSessions, deleteOldEnds } from './sessions/store.ts';

const BATCH = 500;
const ACCOUNTS_A_BATCH = 20;
const REMINDERS_A_BATCH = 100;
const DAY_MS = 86_400_000;
const SESSIONS_KEPT_MS = DAY_MS;
/** As long as a browser may have the cookie of a session that lasted a day. */
const ENDS_KEPT_MS = 2 * DAY_MS;
/** Whoever opens an old link the next week still reads that it is too old, and not that it never was. */
const LINKS_KEPT_MS = 30 * DAY_MS;

/** The sweeps of sessions and links to set a password that have expired, and of accounts that nobody uses, and the mail about passwords that expire. */
export function peopleSweeps(ports: InactivePorts & ReminderPorts): Sweep[] {
  const { clock } = ports;
  return [
    { kind: 'inactive_accounts', agencyId: '', removeBatch: (tx) => disableInactive(ports, tx, ACCOUNTS_A_BATCH) },
    {
      kind: 'password_reminders',
      agencyId: '',
      removeBatch: (tx) => remindOfPasswords(ports, tx, REMINDERS_A_BATCH),
    },
    {
      kind: 'portal_sessions',
      agencyId: '',
      removeBatch: ({ query }) => deleteExpiredSessions(query, clock.now() - SESSIONS_KEPT_MS, BATCH),
    },
    {
      kind: 'ended_sessions',
      agencyId: '',
      removeBatch: ({ query }) => deleteOldEnds(query, clock.now() - ENDS_KEPT_MS, BATCH),
    },
    {
      kind: 'password_links',
      agencyId: '',
      removeBatch: ({ query }) => deleteExpiredLinks(query, clock.now() - LINKS_KEPT_MS, BATCH),
    },
    {
      kind: 'external_sign_ins',
      agencyId: '',
      removeBatch: ({ query }) => deleteOldSignIns(query, clock.now(), BATCH),
    },
    {
      kind: 'saml_assertions',
      agencyId: '',
      removeBatch: ({ query }) => deleteOldAssertions(query, clock.now(), BATCH),
    },
    {
      kind: 'passkey_challenges',
      agencyId: '',
      removeBatch: ({ query }) => deleteOldChallenges(query, clock.now(), BATCH),
    },
  ];
}
