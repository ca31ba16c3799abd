import type { Database } from '../../database/database.ts';
import { findUser } from './store.ts';
import type { User } from './types.ts';

/** The person of this id, without the password's hash; null where there is none. */
export async function findPerson(
  { database }: { database: Database },
  id: string,
): Promise<Omit<User, 'passwordHash'> | null> {
  const user = await findUser(database.read, id);
  if (user === undefined) return null;
  const { passwordHash, ...person } = user;
  return person;
}
