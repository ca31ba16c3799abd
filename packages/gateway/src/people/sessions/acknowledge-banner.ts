import type { Audit } from '../../audit/append-record.ts';
import type { Database } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import { refuse } from '../../kernel/errors.ts';
import type { Origin } from '../../kernel/origin.ts';
import { hashSecret } from '../../kernel/secrets.ts';
import type { User } from '../users/types.ts';
import { markBannerAcknowledged } from './store.ts';

/**
 * Notes that the person of the session of that token acknowledged its banner, atomically with its audit record (CJIS AC-8). `text` is
 * what they read: refuses another one than is in force with `conflict`, so that nobody acknowledges what they were not shown. Where
 * nothing is left to acknowledge, nothing changes.
 */
export async function acknowledgeBanner(
  { database, audit, clock }: { database: Database; audit: Audit; clock: Clock },
  request: { user: User; token: string; banner: string | null; text: string; origin: Origin },
): Promise<void> {
  const { user, token, banner, text, origin } = request;
  if (banner === null) return;
  if (text !== banner) {
    throw refuse.conflict({ description: 'The text was changed meanwhile: read it again by GET /api/session' });
  }
  await database.write(async (tx) => {
    if (!(await markBannerAcknowledged(tx.query, hashSecret(token), clock.now()))) return;
    await audit.append(tx, {
      actor: { kind: 'user', id: user.id },
      agencyId: user.agencyId,
      action: 'session.banner_acknowledged',
      outcome: 'success',
      subject: user.id,
      origin,
      detail: { text_hash: hashSecret(text) },
    });
  });
}
