import type { Database } from '../../database/database.ts';
import { agencyTexts, findTexts } from './store.ts';

/**
 * Searches once, in no agency, so that the first search that somebody waits for starts no thread, opens no connection and reads no
 * structure of an index. What fails here is left to that search.
 */
export async function prepareSearch({ database }: { database: Database }): Promise<void> {
  try {
    const texts = await agencyTexts(database.readApart, database.engine, '', []);
    // The index is asked where not all texts are looked at one by one.
    await findTexts({ ...texts, lookedAt: 0 }, { wanted: { all: ['sallyport'] }, limit: 1 });
  } catch {}
}
