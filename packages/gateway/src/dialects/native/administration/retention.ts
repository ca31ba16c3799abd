import { type CleanUp, EditRetentionRequest, Retention } from '@sallyport/contract';
import { Type } from 'typebox';
import { readRetention, setRetention } from '../../../agencies/retention.ts';
import { actorOf } from '../../../authorization/principals/principal.ts';
import { toRfc3339 } from '../../../kernel/clock.ts';
import { principalOf, type Route, type RouteRequest } from '../../route.ts';
import { native } from '../errors.ts';
import { chosenAgency } from './chosen-agency.ts';

const administering = {
  dialect: native,
  path: '/api/retention',
  access: { kind: 'administrator', permission: 'retention:manage' },
  limit: 'reads',
} as const;
const byAgency = Type.Object({ agency_id: Type.Optional(Type.String({ maxLength: 64 })) });

async function answer({ parts }: RouteRequest, agencyId: string): Promise<{ status: number; body: Retention }> {
  const { days, cleanUps } = await readRetention(parts, agencyId);
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

export const read: Route = {
  ...administering,
  method: 'GET',
  summary: 'Read for how long the agency keeps incidents, and what clean-ups removed',
  body: 'none',
  schema: { query: byAgency, responses: { 200: Retention } },
  async handle(request) {
    return answer(request, await chosenAgency(request));
  },
};

export const edit: Route = {
  ...administering,
  method: 'PATCH',
  summary: 'Set for how long the agency keeps incidents',
  body: 'json',
  bodyLimitBytes: 4_096,
  schema: { query: byAgency, body: EditRetentionRequest, responses: { 200: Retention } },
  async handle(request) {
    const agencyId = await chosenAgency(request);
    await setRetention(request.parts, {
      agencyId,
      days: (request.body as EditRetentionRequest).retention_days,
      actor: actorOf(principalOf(request)),
      origin: request.origin,
    });
    return answer(request, agencyId);
  },
};
