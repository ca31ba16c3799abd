import type { Audit } from '../audit/append-record.ts';
import type { Actor } from '../audit/types.ts';
import type { Database } from '../database/database.ts';
import type { Clock } from '../kernel/clock.ts';
import { refuse } from '../kernel/errors.ts';
import type { Origin } from '../kernel/origin.ts';
import { inspectBoundary, readBoundary } from './boundaries/read-boundary.ts';
import { deleteBoundary, findBoundary, saveBoundary } from './boundaries/store.ts';
import type { BoundaryChoices, InspectedBoundary, ReadBoundary, StoredBoundary } from './boundaries/types.ts';
import { callflowsByPosition } from './callflows/store.ts';
import { readAgency } from './find-agencies.ts';

interface Ports {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
}

/** The agency's boundary; null where it has none. Refuses an agency that is not there (`not_found`). */
export async function readAgencyBoundary(
  ports: { database: Database },
  agencyId: string,
): Promise<StoredBoundary | null> {
  await readAgency(ports, agencyId);
  return (await findBoundary(ports.database.read, agencyId)) ?? null;
}

/**
 * What `setBoundary` would store for the agency, and which choices the file leaves open; nothing is changed. Refuses what
 * `readBoundary` refuses, but for a missing choice, and an agency that is not there (`not_found`).
 */
export async function previewBoundary(
  ports: { database: Database },
  request: { agencyId: string; geometry: unknown; choices?: BoundaryChoices },
): Promise<InspectedBoundary> {
  await readAgency(ports, request.agencyId);
  return inspectBoundary(request.geometry, request.choices);
}

/**
 * Puts a boundary, as GeoJSON, in the place of the agency's, or takes it away (null), atomically with the audit record. From then
 * on alerts are sent by it. Refuses what `readBoundary` refuses, an agency that is not there (`not_found`), and taking away
 * one that a callflow chooses by (`conflict`): its alerts would find nobody.
 */
export async function setBoundary(
  ports: Ports,
  request: { agencyId: string; geometry: unknown; choices?: BoundaryChoices; actor: Actor; origin?: Origin },
): Promise<(StoredBoundary & ReadBoundary) | null> {
  const { agencyId, geometry, choices, actor, origin } = request;
  await readAgency(ports, agencyId);
  const stored =
    geometry === null ? null : { ...(await readBoundary(geometry, choices)), agencyId, changedAt: ports.clock.now() };
  await ports.database.write(
    async (tx) => {
      if (stored !== null) await saveBoundary(tx.query, stored);
      else {
        await deleteBoundary(tx.query, agencyId);
        const [user] = await callflowsByPosition(tx.query, agencyId);
        if (user !== undefined) {
          throw refuse.conflict({
            description: `The callflow ${user.name} of ${user.clientId} chooses this agency by its boundary; change it first`,
          });
        }
      }
      await ports.audit.append(tx, {
        actor,
        agencyId,
        action: stored === null ? 'agency.boundary_removed' : 'agency.boundary_set',
        outcome: 'success',
        subject: agencyId,
        ...(origin && { origin }),
        detail:
          stored === null
            ? {}
            : {
                positions: stored.positionCount,
                ...stored.bounds,
                ...(stored.simplified && { positionsBefore: stored.simplified.positionsBefore }),
              },
      });
    },
    { agencyId },
  );
  return stored;
}
