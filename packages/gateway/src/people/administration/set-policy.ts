import { findAgency } from '../../agencies/store.ts';
import type { Audit } from '../../audit/append-record.ts';
import type { Actor } from '../../audit/types.ts';
import type { ChangeFeed } from '../../database/changes/change-feed.ts';
import type { Database } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import { refuse } from '../../kernel/errors.ts';
import type { Origin } from '../../kernel/origin.ts';
import { checkValues } from '../policies/compare-values.ts';
import { POLICY_FIELDS, POLICY_NAMES, PROFILES, type ProfileName, type SecurityPolicy } from '../policies/policy.ts';
import { type PolicyInForce, policyInForce, type SecurityPolicies } from '../policies/security-policies.ts';
import { INSTALLATION, saveChosenPolicy } from '../policies/store.ts';
import { shortenSessions } from '../sessions/store.ts';

interface Ports {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly changes: ChangeFeed;
  readonly policies: SecurityPolicies;
}

const HOUR_MS = 3_600_000;

export interface PolicyEdit {
  /** Sets every value to the profile's, before `values` are set. */
  readonly profile?: ProfileName | undefined;
  readonly values: Partial<SecurityPolicy>;
}

/**
 * Sets the policy of an agency, or of the installation where `agencyId` is null, atomically with its audit record. It holds at
 * once for people who are signed in: a session that lasts longer than it allows ends, and one that is open ends sooner. A profile's value that is looser than what the installation allows becomes what it allows;
 * one that is named so is refused with `invalid_request`, as is one out of its bounds.
 */
export async function setPolicy(
  { database, audit, clock, changes, policies }: Ports,
  request: { agencyId: string | null; edit: PolicyEdit; actor: Actor; origin?: Origin },
): Promise<PolicyInForce> {
  const { agencyId, edit, actor, origin } = request;
  return database.write(async (tx) => {
    if (agencyId !== null && (await findAgency(tx.query, agencyId)) === undefined) {
      throw refuse.notFound({ description: `No agency has the id ${agencyId}` });
    }
    const before = await policies.read(tx.query, agencyId);
    checkValues(edit.values, before.floor);
    const profile = edit.profile ?? before.profile;
    const from = edit.profile === undefined ? before.policy : PROFILES[edit.profile];
    const values = { ...from, ...edit.values };
    const after = policyInForce({ profile, values }, before.floor);
    await saveChosenPolicy(tx.query, agencyId ?? INSTALLATION, { profile, values: after.policy });
    await shortenSessions(tx.query, { agencyId, longestMs: after.policy.sessionHours * HOUR_MS, at: clock.now() });
    await changes.publish(tx, 'security_policy', agencyId ?? INSTALLATION);
    const changed = POLICY_NAMES.filter((name) => before.policy[name] !== after.policy[name]);
    await audit.append(tx, {
      actor,
      agencyId,
      action: agencyId === null ? 'installation.security_policy_set' : 'agency.security_policy_set',
      outcome: 'success',
      subject: agencyId,
      ...(origin && { origin }),
      detail: {
        profile,
        changed: Object.fromEntries(changed.map((name) => [POLICY_FIELDS[name].wireName, after.policy[name]])),
      },
    });
    return after;
  });
}
