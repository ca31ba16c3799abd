import type { Transaction } from '../../database/database.ts';
import { refuse } from '../../kernel/errors.ts';
import { addUserIn } from '../administration/add-user.ts';
import { type EditPorts, editUserIn, type UserEdit } from '../administration/administer-user.ts';
import { emailToKeep, normaliseEmail } from '../users/email-address.ts';
import { lockUser } from '../users/store.ts';
import { readPerson, UNKNOWN_PERSON } from './find-people.ts';
import { type FirstLinkPorts, mailFirstLink } from './mail-first-link.ts';
import { findProvisioned, markRemoved, removedPerson, saveProvisioned } from './store.ts';
import type { PersonFields, ProvisionedPerson, Provisioning } from './types.ts';

export type ProvisionPorts = EditPorts & FirstLinkPorts;

/** Of whom no group states a role: sees, and cannot answer. */
export const ROLE_WITHOUT_GROUP = 'trainee';

/**
 * Adds a person to the agency with the role of whoever is in no group, atomically with the audit record and, where they are to
 * set a password, the mail with its link. One whom the directory removed before is the same person again. Refuses an e-mail
 * that anybody has with `conflict`.
 */
export async function addPerson(
  ports: ProvisionPorts,
  request: Provisioning & {
    person: PersonFields & { email: string; firstName: string; lastName: string };
  },
): Promise<ProvisionedPerson> {
  const { agencyId, actor, origin, person } = request;
  const { externalId = null, isDisabled = false, firstName, lastName } = person;
  const email = emailToKeep(person.email);
  const userId = await ports.database.write(async (tx) => {
    const removed = await removedPerson(tx.query, agencyId, email);
    const user = { email, firstName, lastName, role: ROLE_WITHOUT_GROUP, agencyId };
    const id = removed ?? (await addUserIn(ports, tx, { user, actor, origin })).id;
    const by = { agencyId, actor, origin, userId: id };
    if (removed !== undefined) {
      await editUserIn(ports, tx, { ...by, edit: { firstName, lastName, role: ROLE_WITHOUT_GROUP, isDisabled } });
    } else if (isDisabled) await editUserIn(ports, tx, { ...by, edit: { isDisabled } });
    await saveProvisioned(tx.query, { userId: id, agencyId, externalId, at: ports.clock.now() });
    await mailFirstLink(ports, tx, id);
    return id;
  });
  return readPerson(ports, agencyId, userId);
}

/** Part of the caller's transaction: the person, whom nobody else changes until it ends; or `not_found`. */
async function lockPerson(
  { database }: { database: ProvisionPorts['database'] },
  tx: Transaction,
  { agencyId, userId }: { agencyId: string; userId: string },
): Promise<ProvisionedPerson> {
  await lockUser(tx.query, database.engine, userId);
  const person = await findProvisioned(tx.query, agencyId, userId);
  if (person === undefined) throw refuse.notFound({ description: UNKNOWN_PERSON });
  return person;
}

/** What of the fields is not so already. */
function differing(person: ProvisionedPerson, { email, firstName, lastName, isDisabled }: PersonFields): UserEdit {
  return {
    ...(email !== undefined && normaliseEmail(email) !== person.email && { email }),
    ...(firstName !== undefined && firstName.trim() !== person.firstName && { firstName }),
    ...(lastName !== undefined && lastName.trim() !== person.lastName && { lastName }),
    ...(isDisabled !== undefined && isDisabled === person.isActive && { isDisabled }),
  };
}

/**
 * Changes what is given and is not so already, atomically with its audit record; a directory that states the same again changes and
 * records nothing. Disabling ends the person's sessions. Refuses an e-mail in use with `conflict`.
 */
export async function changePerson(
  ports: ProvisionPorts,
  request: Provisioning & { userId: string; fields: PersonFields },
): Promise<ProvisionedPerson> {
  const { agencyId, userId, fields } = request;
  await ports.database.write(async (tx) => {
    const person = await lockPerson(ports, tx, request);
    const edit = differing(person, fields);
    if (Object.keys(edit).length > 0) await editUserIn(ports, tx, { ...request, edit });
    const externalId = fields.externalId === undefined ? person.externalId : fields.externalId;
    if (externalId !== person.externalId) {
      await saveProvisioned(tx.query, { userId, agencyId, externalId, at: ports.clock.now() });
    }
    if (edit.isDisabled === false) await mailFirstLink(ports, tx, userId);
  });
  return readPerson(ports, agencyId, userId);
}

/**
 * Disables the person, which ends all their access, and shows them to the directory no more (RFC 7644 section 3.6). What they did
 * stays; whoever administers people still sees them.
 */
export async function removePerson(ports: ProvisionPorts, request: Provisioning & { userId: string }): Promise<void> {
  const { agencyId, userId } = request;
  await ports.database.write(async (tx) => {
    await lockPerson(ports, tx, request);
    await editUserIn(ports, tx, { ...request, edit: { isDisabled: true } });
    await markRemoved(tx.query, { userId, agencyId, at: ports.clock.now() });
  });
}
