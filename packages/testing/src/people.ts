import { argon2Sync, randomBytes } from 'node:crypto';
import type { GatewayParts } from '../../gateway/src/app/parts.ts';
import type { Principal } from '../../gateway/src/authorization/principals/principal.ts';
import type { Origin } from '../../gateway/src/kernel/origin.ts';
import { newUuid } from '../../gateway/src/kernel/random.ts';
import { rightsOfPerson } from '../../gateway/src/people/rights/rights.ts';
import { insertUser } from '../../gateway/src/people/users/store.ts';
import type { User } from '../../gateway/src/people/users/types.ts';

export const PASSWORD = 'kestrel lantern 58 orchard';

/** A request from one address of the documentation range. */
export function originFrom(source = '192.0.2.10'): Origin {
  return { source, requestId: `request-from-${source}` };
}

/** `PASSWORD` as it is stored, at parameters that cost nothing: no test waits for the hashes of people it only needs. */
function storedPassword(): string {
  const parameters = { memory: 64, passes: 1, parallelism: 1 } as const;
  const nonce = randomBytes(16);
  const tag = argon2Sync('argon2id', { ...parameters, message: PASSWORD, nonce, tagLength: 32 });
  const base64 = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '');
  return `$argon2id$v=19$m=64,t=1,p=1$${base64(nonce)}$${base64(tag)}`;
}

let count = 0;

/** A new person of sandbox-county with `PASSWORD`, so that no test disturbs another one's. */
export async function newPerson(
  parts: Pick<GatewayParts, 'database' | 'clock' | 'random'>,
  changed: Partial<User> = {},
): Promise<User> {
  count += 1;
  const user: User = {
    id: newUuid(parts.clock, parts.random),
    agencyId: 'sandbox-county',
    email: `person-${count}@sandbox.test`,
    firstName: 'Robin',
    lastName: `Keeper${count}`,
    role: 'agent',
    passwordHash: storedPassword(),
    disabledAt: null,
    lastSignedInAt: null,
    createdAt: parts.clock.now(),
    tokenGeneration: 0,
    ...changed,
  };
  await parts.database.write((tx) => insertUser(tx.query, user));
  return user;
}

/** That person, signed in by hand. */
export function signedIn(user: User): Principal {
  return {
    via: 'session',
    agencyId: user.agencyId,
    client: null,
    user: { id: user.id, tokenGeneration: user.tokenGeneration },
    rights: rightsOfPerson(user),
  };
}
