import { actorOf, type Principal } from '../authorization/principals/principal.ts';
import type { Database } from '../database/database.ts';
import type { WorkPorts } from '../incidents/claims/change-work.ts';
import type { Area } from '../incidents/queue/area.ts';
import { endShare } from '../incidents/shares/end-share.ts';
import { giveShare } from '../incidents/shares/give-share.ts';
import { type CountedShare, countShare, listShares } from '../incidents/shares/list-shares.ts';
import type { CrossingTerms, ShareRule } from '../incidents/shares/types.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Origin } from '../kernel/origin.ts';
import { transferAgencies } from './transfer-for-person.ts';
import { colleagueOf } from './work-on-incident.ts';

/** Which person asks, for which agency. */
interface Asking {
  readonly principal: Principal;
  readonly agencyId: string;
  readonly origin: Origin;
}

/** As `listShares`, with the agencies that a share can be given to, by name. */
export async function sharesWithAgencies(ports: { database: Database; clock: Clock }, agencyId: string) {
  return { shares: await listShares(ports, agencyId), agencies: await transferAgencies(ports, agencyId) };
}

/** As `giveShare`, by the person who asks; with what crosses by it at once. */
export async function giveShareForPerson(
  ports: WorkPorts,
  {
    principal,
    ...stated
  }: Asking &
    Omit<ShareRule, 'area'> &
    CrossingTerms & {
      readonly toAgencyId: string;
      readonly area: Area | null;
      readonly forHours: number;
      readonly reason: string | null;
    },
): Promise<CountedShare> {
  const colleague = await colleagueOf(ports, principal);
  return countShare(ports, await giveShare(ports, { ...stated, colleague, actor: actorOf(principal) }));
}

/** As `endShare`, by the person who asks. */
export async function endShareForPerson(
  ports: WorkPorts,
  { principal, ...stated }: Asking & { readonly shareId: string },
): Promise<void> {
  await endShare(ports, { ...stated, colleague: await colleagueOf(ports, principal), actor: actorOf(principal) });
}
