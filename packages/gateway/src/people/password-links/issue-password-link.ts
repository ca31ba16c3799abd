import type { Transaction } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Random } from '../../kernel/random.ts';
import { hashSecret, newSecret, Secret } from '../../kernel/secrets.ts';
import { replaceLink } from './store.ts';

interface Ports {
  readonly clock: Clock;
  readonly random: Random;
  readonly settings: { readonly passwordLinkHours: number };
  readonly publicUrl: string;
}

/** A one-time link to set a password. The token stands in the fragment, which browsers never send to a server. */
export interface PasswordLink {
  readonly url: Secret;
  readonly expiresAt: number;
}

const HOUR_MS = 3_600_000;

/** Part of the caller's transaction. Links given before are void from now on. */
export async function issuePasswordLink(
  { clock, random, settings, publicUrl }: Ports,
  tx: Transaction,
  userId: string,
): Promise<PasswordLink> {
  const token = newSecret(random);
  const createdAt = clock.now();
  const expiresAt = createdAt + settings.passwordLinkHours * HOUR_MS;
  await replaceLink(tx.query, { tokenHash: hashSecret(token.reveal()), userId, createdAt, expiresAt });
  return { url: new Secret(`${publicUrl}/portal/set-password#${token.reveal()}`), expiresAt };
}
