import type { Audit } from '../../audit/append-record.ts';
import type { Database } from '../../database/database.ts';
import type { Language } from '../../kernel/language.ts';
import type { Origin } from '../../kernel/origin.ts';
import { updateLanguage } from '../users/store.ts';
import type { User } from '../users/types.ts';

/** Stores in which language the person reads the portal, atomically with its audit record; null leaves it to the browser. */
export async function chooseLanguage(
  { database, audit }: { database: Database; audit: Audit },
  { user, language, origin }: { user: User; language: Language | null; origin: Origin },
): Promise<void> {
  await database.write(async (tx) => {
    await updateLanguage(tx.query, user.id, language);
    await audit.append(tx, {
      actor: { kind: 'user', id: user.id },
      agencyId: user.agencyId,
      action: 'user.edited',
      outcome: 'success',
      subject: user.id,
      origin,
      detail: { changed: ['language'] },
    });
  });
}
