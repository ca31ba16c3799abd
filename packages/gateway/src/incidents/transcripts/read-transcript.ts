import type { Database } from '../../database/database.ts';
import { isOfType } from '../events/by-type.ts';
import { findPosition } from '../events/read-events.ts';
import { eventsBetween } from '../events/store.ts';
import type { TranscriptWord } from '../incident/change.ts';
import { readIncident } from '../incident/read-incident.ts';
import type { Incident } from '../incident/types.ts';
import { asReceived, foldWords, wordsOf } from './fold-transcript.ts';

const ADDITIONS_AT_MOST = 5_000;

/** The words of the incident's transcript as it stands at that number of the log, of its newest 5,000 additions. */
export async function readTranscript(
  { database }: { database: Database },
  agencyId: string,
  incidentId: string,
  upTo: number,
): Promise<readonly TranscriptWord[]> {
  const additions = await eventsBetween(database.read, agencyId, {
    from: 1,
    to: upTo,
    order: 'desc',
    limit: ADDITIONS_AT_MOST,
    filter: { types: ['transcript.added'], incidentId, since: null, until: null },
  });
  return foldWords(additions.reverse().filter(isOfType('transcript.added')).map(wordsOf)).map(asReceived);
}

/**
 * The agency's incident with its transcript as it stands, and the number of the log up to which it was read: what comes after it is
 * new. Refuses an incident that is not the agency's (`not_found`).
 */
export async function openTranscript(
  { database }: { database: Database },
  agencyId: string,
  incidentId: string,
): Promise<{ incident: Incident; head: number; epoch: string; words: readonly TranscriptWord[] }> {
  const incident = await readIncident({ database }, agencyId, incidentId);
  const { head, epoch } = await findPosition({ database }, agencyId, undefined);
  return { incident, head, epoch, words: await readTranscript({ database }, agencyId, incident.id, head) };
}
