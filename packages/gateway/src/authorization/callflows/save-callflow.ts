import { lockBoundaries } from '../../agencies/boundaries/store.ts';
import { checkCallflow } from '../../agencies/callflows/check-callflow.ts';
import { deleteCallflow, saveCallflow } from '../../agencies/callflows/store.ts';
import { type Callflow, destinationsOf, plainCallflow } from '../../agencies/callflows/types.ts';
import { findAgency } from '../../agencies/store.ts';
import type { Audit } from '../../audit/append-record.ts';
import type { Actor } from '../../audit/types.ts';
import type { ChangeFeed } from '../../database/changes/change-feed.ts';
import type { Database, Transaction } from '../../database/database.ts';
import { refuse } from '../../kernel/errors.ts';
import type { Origin } from '../../kernel/origin.ts';
import { findClient, lockClient } from '../clients/store.ts';

interface Ports {
  readonly database: Database;
  readonly audit: Audit;
  readonly changes: ChangeFeed;
}
/** Whose callflow, of which name, and who does it. */
export interface CallflowRequest {
  readonly clientId: string;
  readonly name: string;
  readonly actor: Actor;
  readonly origin?: Origin;
}
export type CallflowSettings = Omit<Callflow, 'name'>;

async function refuseStrangeAgencies(tx: Transaction, callflow: Callflow): Promise<void> {
  const { routing, agencyIds } = callflow;
  for (const id of destinationsOf(callflow)) {
    if ((await findAgency(tx.query, id)) === undefined) {
      throw refuse.invalidRequest({ description: `No agency has the id ${id}` });
    }
  }
  if (routing === 'fixed') return;
  const bounded = await lockBoundaries(tx.query, agencyIds);
  const unbounded = agencyIds.filter((id) => !bounded.has(id));
  if (unbounded.length === 0) return;
  throw refuse.invalidRequest({
    description: `These agencies have no boundary to be chosen by; set theirs first: ${unbounded.join(', ')}`,
  });
}

/** The client's callflow of that name as it is, or nothing; its client is locked until the transaction ends. */
async function lockOwn(tx: Transaction, { clientId, name }: CallflowRequest) {
  await lockClient(tx.query, clientId);
  const client = await findClient(tx.query, clientId);
  if (client === undefined) throw refuse.notFound({ description: 'No client with this id' });
  return { client, existing: client.callflows.find((callflow) => callflow.name === name) };
}

async function record(
  { audit, changes }: { audit: Audit; changes: ChangeFeed },
  tx: Transaction,
  { clientId, actor, origin }: CallflowRequest,
  stated: { action: string; detail: Readonly<Record<string, unknown>> },
): Promise<void> {
  await changes.publish(tx, 'client', clientId);
  await audit.append(tx, {
    actor,
    agencyId: null,
    outcome: 'success',
    subject: clientId,
    ...(origin && { origin }),
    ...stated,
  });
}

/**
 * Gives a client a callflow, atomically with the audit record; alerts find it on every process within a second. What is not stated
 * is as in a plain callflow. Refuses a client that is not there (`not_found`), a name it has (`conflict`), what `checkCallflow`
 * refuses, and agencies that are not there or have no boundary where one is needed (`invalid_request`).
 */
export async function addCallflow(
  ports: Ports,
  request: CallflowRequest & { settings: Partial<CallflowSettings> },
): Promise<Callflow> {
  const { name, settings } = request;
  return ports.database.write(async (tx) => {
    const { client, existing } = await lockOwn(tx, request);
    if (existing !== undefined) throw refuse.conflict({ description: `This client has a callflow ${name} already` });
    const callflow = plainCallflow(name, '', { agencyIds: [], ...settings });
    checkCallflow(client, callflow);
    await refuseStrangeAgencies(tx, callflow);
    await saveCallflow(tx.query, client.id, callflow);
    await record(ports, tx, request, { action: 'callflow.added', detail: { ...callflow } });
    return callflow;
  });
}

/** Changes what is named and nothing else, as `addCallflow` does. Refuses a callflow that is not there (`not_found`). */
export async function editCallflow(
  ports: Ports,
  request: CallflowRequest & { settings: Partial<CallflowSettings> },
): Promise<Callflow> {
  return ports.database.write(async (tx) => {
    const { client, existing } = await lockOwn(tx, request);
    if (existing === undefined) throw refuse.notFound({ description: 'No callflow of this name' });
    const { settings } = request;
    // A callflow that is made fixed has no use for its default any more.
    const isMadeFixed = settings.routing === 'fixed' && settings.defaultAgencyId === undefined;
    const callflow = { ...existing, ...settings, ...(isMadeFixed && { defaultAgencyId: null }) };
    checkCallflow(client, callflow);
    await refuseStrangeAgencies(tx, callflow);
    await saveCallflow(tx.query, client.id, callflow);
    await record(ports, tx, request, {
      action: 'callflow.edited',
      detail: { name: request.name, ...request.settings },
    });
    return callflow;
  });
}

/** Takes a callflow away, as `addCallflow` gives it. Alerts that came by it stay. Refuses one that is not there (`not_found`). */
export async function removeCallflow(ports: Ports, request: CallflowRequest): Promise<void> {
  const { clientId, name } = request;
  await ports.database.write(async (tx) => {
    const { existing } = await lockOwn(tx, request);
    if (existing === undefined) throw refuse.notFound({ description: 'No callflow of this name' });
    await deleteCallflow(tx.query, clientId, name);
    await record(ports, tx, request, { action: 'callflow.removed', detail: { name } });
  });
}
