import type { Audit } from '../../audit/append-record.ts';
import type { Actor } from '../../audit/types.ts';
import type { ChangeFeed } from '../../database/changes/change-feed.ts';
import type { Database, Transaction } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import { refuse } from '../../kernel/errors.ts';
import type { Origin } from '../../kernel/origin.ts';
import { newUuid, type Random } from '../../kernel/random.ts';
import { AGENCY_RIGHTS, type Right } from '../rights/rights.ts';
import { type EndWithPerson, endAccess } from '../sessions/end-access.ts';
import { STOCK_ROLES } from './list-roles.ts';
import { checkMayAll } from './may-give.ts';
import { deleteOwnRole, holdersOf, insertOwnRole, lockOwnRole, ownRoleTitled, updateOwnRole } from './store.ts';
import type { AgencyRole } from './types.ts';

interface Ports {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly random: Random;
  readonly changes: ChangeFeed;
  readonly endWithPerson: readonly EndWithPerson[];
}

export interface RoleRequest {
  readonly agencyId: string;
  readonly actor: Actor;
  readonly origin: Origin;
}

/** A role of a person who cannot open the portal would be one that nobody can use. */
const ALWAYS: readonly Right[] = ['session:own', 'factors:own'];

const titleTaken = () => refuse.conflict({ description: 'A role has this title; choose another' });

function chosenRights(names: readonly string[]): ReadonlySet<Right> {
  return new Set(AGENCY_RIGHTS.filter((right) => ALWAYS.includes(right) || names.includes(right)));
}

/** The title without spaces around it. Refuses one of a role that every installation has with `conflict`. */
function chosenTitle(title: string): string {
  const chosen = title.trim();
  if (STOCK_ROLES.some((role) => role.title.toLowerCase() === chosen.toLowerCase())) throw titleTaken();
  return chosen;
}

function record(ports: Pick<Ports, 'audit'>, tx: Transaction, request: RoleRequest, action: string, role: AgencyRole) {
  const { agencyId, actor, origin } = request;
  const detail = { title: role.title, rights: [...role.rights] };
  return ports.audit.append(tx, { actor, agencyId, action, outcome: 'success', subject: role.id, origin, detail });
}

async function ownRole({ database }: Pick<Ports, 'database'>, tx: Transaction, key: { agencyId: string; id: string }) {
  const role = await lockOwnRole(tx.query, database.engine, key);
  if (role === undefined) throw refuse.notFound({ description: 'The agency has no own role with this id' });
  return role;
}

/**
 * A role of the agency's own, atomically with its audit record. Refuses rights that its maker has not with `forbidden`, and a title
 * that another role has with `conflict`.
 */
export async function addRole(
  ports: Pick<Ports, 'database' | 'audit' | 'clock' | 'random'>,
  request: RoleRequest & { title: string; rights: readonly string[] },
): Promise<AgencyRole> {
  const { database, clock, random } = ports;
  const role: AgencyRole = {
    id: newUuid(clock, random),
    title: chosenTitle(request.title),
    isOwn: true,
    rights: chosenRights(request.rights),
  };
  return database.write(async (tx) => {
    await checkMayAll(tx, request.actor, role.rights);
    const { agencyId } = request;
    if (!(await insertOwnRole(tx.query, { ...role, agencyId, createdAt: clock.now() }))) throw titleTaken();
    await record(ports, tx, request, 'role.added', role);
    return role;
  });
}

/**
 * Changes what is named, atomically with its audit record. Where a right goes, the sessions and tokens of everybody who has the
 * role end, on every process within a second. Refuses with `forbidden` who has not all rights of the role as it was and as it is
 * to be, and with `conflict` a title that another role has. Returns the role and how many people have it.
 */
export async function editRole(
  ports: Omit<Ports, 'random'>,
  request: RoleRequest & { id: string; title?: string | undefined; rights?: readonly string[] | undefined },
): Promise<{ role: AgencyRole; people: number }> {
  const { agencyId } = request;
  return ports.database.write(async (tx) => {
    const before = await ownRole(ports, tx, request);
    const role: AgencyRole = {
      ...before,
      title: request.title === undefined ? before.title : chosenTitle(request.title),
      rights: request.rights === undefined ? before.rights : chosenRights(request.rights),
    };
    await checkMayAll(tx, request.actor, new Set([...before.rights, ...role.rights]));
    const titled = await ownRoleTitled(tx.query, agencyId, role.title);
    if (titled !== undefined && titled !== role.id) throw titleTaken();
    await updateOwnRole(tx.query, role);
    const holders = await holdersOf(tx.query, agencyId, role.id);
    const isNarrowed = [...before.rights].some((right) => !role.rights.has(right));
    const ended = { ...request, reason: 'role_changed' } as const;
    if (isNarrowed) for (const userId of holders) await endAccess(ports, tx, userId, ended);
    await record(ports, tx, request, 'role.edited', role);
    return { role, people: holders.length };
  });
}

/** Removes an own role that nobody has, atomically with its audit record. Refuses one that somebody has with `conflict`. */
export async function removeRole(
  ports: Pick<Ports, 'database' | 'audit'>,
  request: RoleRequest & { id: string },
): Promise<void> {
  await ports.database.write(async (tx) => {
    const role = await ownRole(ports, tx, request);
    const holders = await holdersOf(tx.query, request.agencyId, role.id);
    if (holders.length > 0) {
      throw refuse.conflict({ description: `Give another role to the ${holders.length} who have this one first` });
    }
    await deleteOwnRole(tx.query, role.id);
    await record(ports, tx, request, 'role.removed', role);
  });
}
