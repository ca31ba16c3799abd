import { type CleanUp, EditRetentionRequest, Retention } from '@sallyport/contract';
import type { SweepOutcomes } from '../../../agencies/retention.ts';
import { readRetention, setRetention } from '../../../agencies/retention.ts';
import type { Audit } from '../../../audit/append-record.ts';
import { actorOf } from '../../../authorization/principals/principal.ts';
import type { Database } from '../../../database/database.ts';
import { toRfc3339 } from '../../../kernel/clock.ts';
import { CHOSEN_AGENCY, chosenAgency } from '../../requests/chosen-agency.ts';
import { principalOf, type Route } from '../../routing/route.ts';
import { nativeErrors } from '../problems/errors.ts';

const administering = {
  errors: nativeErrors,
  path: '/api/retention',
  access: { kind: 'administrator', right: 'retention:manage' },
  limit: 'reads',
} as const;

async function answer(
  ports: { database: Database; sweepOutcomes: SweepOutcomes },
  agencyId: string,
): Promise<{ status: number; body: Retention }> {
  const { days, cleanUps } = await readRetention(ports, agencyId);
  return {
    status: 200,
    body: {
      retention_days: days,
      clean_ups: cleanUps.map((cleanUp) => ({
        kind: cleanUp.kind as CleanUp['kind'],
        finished_at: cleanUp.finishedAt === null ? null : toRfc3339(cleanUp.finishedAt),
        removed: cleanUp.removed,
        removed_in_all: cleanUp.removedInAll,
      })),
    },
  };
}

export const read: Route<{ database: Database; sweepOutcomes: SweepOutcomes }> = {
  ...administering,
  method: 'GET',
  summary: 'Read for how long the agency keeps incidents, and what clean-ups removed',
  body: 'none',
  schema: { query: CHOSEN_AGENCY, responses: { 200: Retention } },
  async handle(ports, request) {
    return answer(ports, await chosenAgency(ports, request));
  },
};

export const edit: Route<{ database: Database; audit: Audit; sweepOutcomes: SweepOutcomes }> = {
  ...administering,
  method: 'PATCH',
  summary: 'Set for how long the agency keeps incidents',
  body: 'json',
  bodyLimitBytes: 4_096,
  schema: { query: CHOSEN_AGENCY, body: EditRetentionRequest, responses: { 200: Retention } },
  async handle(ports, request) {
    const agencyId = await chosenAgency(ports, request);
    await setRetention(ports, {
      agencyId,
      days: (request.body as EditRetentionRequest).retention_days,
      actor: actorOf(principalOf(request)),
      origin: request.origin,
    });
    return answer(ports, agencyId);
  },
};
