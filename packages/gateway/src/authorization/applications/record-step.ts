import type { Audit } from '../../audit/append-record.ts';
import type { Transaction } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Origin } from '../../kernel/origin.ts';
import { newUuid, type Random } from '../../kernel/random.ts';
import { actorOf, type Principal } from '../principals/principal.ts';
import { insertStep } from './store.ts';
import type { ApplicationStep, StepName } from './types.ts';

interface Ports {
  readonly audit: Audit;
  readonly clock: Clock;
  readonly random: Random;
}

function sideOf({ developer, rights }: Principal): ApplicationStep['takenBy'] {
  if (developer !== undefined) return 'developer';
  return rights.has('applications:review') ? 'operator' : 'agency';
}

/** Part of the caller's transaction: what happened, for the developer to follow, and its audit record. */
export async function recordStep(
  { audit, clock, random }: Ports,
  tx: Transaction,
  taken: {
    applicationId: string;
    step: StepName;
    principal: Principal;
    origin: Origin;
    /** What the developer reads beside the step. */
    text?: string | undefined;
    /** The agency it concerns, where it does. */
    agencyId?: string | null | undefined;
    detail?: Readonly<Record<string, unknown>>;
  },
): Promise<void> {
  const { applicationId, step, principal, origin } = taken;
  await insertStep(tx.query, {
    id: newUuid(clock, random),
    applicationId,
    at: clock.now(),
    step,
    takenBy: sideOf(principal),
    text: taken.text ?? null,
  });
  await audit.append(tx, {
    actor: actorOf(principal),
    agencyId: taken.agencyId ?? null,
    action: `application.${step}`,
    outcome: 'success',
    subject: applicationId,
    origin,
    ...(taken.detail && { detail: taken.detail }),
  });
}
