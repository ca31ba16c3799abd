import type { Database } from '../../database/database.ts';
import { refuse } from '../../kernel/errors.ts';
import type { User } from '../users/types.ts';
import type { PasswordHasher } from './password-hasher.ts';
import { earlierPasswordsOf } from './store.ts';

/**
 * Refuses with `invalid_request` the password that the person has, and one of so many that they had before (CJIS IA-5(1)).
 * `remembered` 0 refuses none.
 */
export async function refuseEarlierPassword(
  { database, passwords }: { database: Database; passwords: PasswordHasher },
  password: string,
  user: Pick<User, 'id' | 'passwordHash'>,
  remembered: number,
): Promise<void> {
  if (remembered === 0) return;
  const earlier = await earlierPasswordsOf(database.read, user.id, remembered);
  for (const hash of [user.passwordHash, ...earlier]) {
    if (hash !== null && (await passwords.verify(password, hash, { isKnown: true, key: user.id }))) {
      throw refuse.invalidRequest({
        description: `This password was used before; the last ${remembered} may not be chosen again`,
      });
    }
  }
}
