import { LRUCache } from 'lru-cache';
import type { ChangeFeed } from '../../database/changes/change-feed.ts';
import type { Database } from '../../database/database.ts';
import { noLooserThan } from './compare-values.ts';
import { PROFILES, type ProfileName, type SecurityPolicy } from './policy.ts';
import { type ChosenPolicy, findChosenPolicy, INSTALLATION } from './store.ts';

/** What the installation's options set, whatever policy was chosen. */
export interface PolicyOptions {
  readonly passwordMinimumLength: number;
  readonly portalSessionHours: number;
}

export interface PolicyInForce {
  readonly profile: ProfileName;
  readonly policy: SecurityPolicy;
  /** The loosest that may be chosen: of an agency the installation's policy, of the installation its options. */
  readonly floor: SecurityPolicy;
}

const AGENCIES_KEPT = 10_000;
const NOTHING_CHOSEN: ChosenPolicy = { profile: 'open', values: {} };

/** What is in force where that was chosen, above that floor. */
export function policyInForce({ profile, values }: ChosenPolicy, floor: SecurityPolicy): PolicyInForce {
  return { profile, policy: noLooserThan(floor, { ...PROFILES[profile], ...values }), floor };
}

/** What is in force for the agency, or for those who run the installation where `agencyId` is null, above what the options set. */
export async function readPolicy(
  query: Database['read'],
  agencyId: string | null,
  ofOptions: SecurityPolicy,
): Promise<PolicyInForce> {
  const ofInstallation = await findChosenPolicy(query, INSTALLATION);
  const installation = policyInForce(ofInstallation ?? NOTHING_CHOSEN, ofOptions);
  if (agencyId === null) return installation;
  const chosen = await findChosenPolicy(query, agencyId);
  // An agency that chose nothing has what the installation has.
  if (chosen === undefined) return { ...installation, floor: installation.policy };
  return policyInForce(chosen, installation.policy);
}

/**
 * The policies in force, from memory. A change by any process holds on every process within a second, on one that was cut off
 * before it answers again.
 */
export class SecurityPolicies {
  readonly #database: Database;
  readonly #changes: ChangeFeed;
  readonly #kept = new LRUCache<string, PolicyInForce>({ maxSize: AGENCIES_KEPT, sizeCalculation: () => 1 });
  readonly #ofOptions: SecurityPolicy;
  #drops = 0;

  constructor(ports: { database: Database; changes: ChangeFeed; options: PolicyOptions }) {
    this.#database = ports.database;
    this.#changes = ports.changes;
    const { passwordMinimumLength, portalSessionHours } = ports.options;
    this.#ofOptions = { ...PROFILES.open, passwordMinimumLength, sessionHours: portalSessionHours };
    // Every agency's policy is at least the installation's: a change of one may change all.
    ports.changes.on('security_policy', () => this.#drop());
    ports.changes.onAnew(() => this.#drop());
  }

  /** The policy of the agency, or of those who run the installation where `agencyId` is null. */
  async of(agencyId: string | null): Promise<PolicyInForce> {
    if (!this.#changes.isCurrent) await this.#changes.ensureCurrent();
    const id = agencyId ?? INSTALLATION;
    const kept = this.#kept.get(id);
    if (kept !== undefined) return kept;
    const drops = this.#drops;
    const found = await this.read(this.#database.read, agencyId);
    if (drops === this.#drops) this.#kept.set(id, found);
    return found;
  }

  /** As `of`, as the query sees it. */
  async read(query: Database['read'], agencyId: string | null): Promise<PolicyInForce> {
    return readPolicy(query, agencyId, this.#ofOptions);
  }

  #drop(): void {
    this.#drops += 1;
    this.#kept.clear();
  }
}
