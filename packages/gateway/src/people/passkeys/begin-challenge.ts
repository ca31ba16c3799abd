import type { Database } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Random } from '../../kernel/random.ts';
import { hashSecret } from '../../kernel/secrets.ts';
import { type Challenge, insertChallenge } from './store.ts';

/** As long as a person may look for their key. */
export const CHALLENGE_MS = 5 * 60_000;
const CHALLENGE_BYTES = 32;

export interface ChallengePorts {
  readonly database: Database;
  readonly clock: Clock;
  readonly random: Random;
  readonly publicUrl: string;
}

/** A challenge as authenticators state it in what they sign is stored by its hash alone. */
export const hashChallenge = (inBase64Url: string) => hashSecret(inBase64Url);

/** Stores a new challenge for that purpose, to be answered once within five minutes. Returns its bytes. */
export async function beginChallenge(
  { database, clock, random }: ChallengePorts,
  made: Pick<Challenge, 'purpose' | 'sessionHash' | 'factorName'>,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = random.bytes(CHALLENGE_BYTES);
  const challengeHash = hashChallenge(bytes.toString('base64url'));
  const expiresAt = clock.now() + CHALLENGE_MS;
  await database.write((tx) => insertChallenge(tx.query, { ...made, challengeHash, expiresAt }));
  return Uint8Array.from(bytes);
}

/** The challenge that an authenticator signed, of the `clientDataJSON` of its answer; null where there is none. */
export function challengeOf(clientDataJson: string): string | null {
  try {
    const { challenge } = JSON.parse(Buffer.from(clientDataJson, 'base64url').toString('utf8'));
    return typeof challenge === 'string' ? challenge : null;
  } catch {
    return null;
  }
}
