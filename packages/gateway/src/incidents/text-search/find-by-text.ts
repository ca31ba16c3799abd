import type { Database } from '../../database/database.ts';
import type { ListedIncident } from '../incident/types.ts';
import type { TextKind } from '../search-index/search-text.ts';
import { isSimilar, piecesOf, readTerms } from './search-terms.ts';
import { chunksIn } from './sought-chunks.ts';
import { agencyTexts, type FoundText, findTexts, listedByIdStart, listedOf } from './store.ts';

/** Texts looked at for one search: the newest. */
const TEXTS_AT_MOST = 300;
const EXCERPT_CHARACTERS = 160;

/** An incident that a text finds, and where in it. */
export interface FoundIncident {
  readonly incident: ListedIncident;
  readonly kind: TextKind;
  readonly excerpt: string;
  /** True where the words stand in it as they were typed, and false where they are similar. */
  readonly isExact: boolean;
}

/** An incident's id from its start on: its first eight letters at least. */
const ID_START = /^[0-9a-f]{8}(-[0-9a-f-]{0,27})?$/;

/**
 * The agency's incidents in which every word of a text stands, the newest first: a number in any spelling or in part, names, addresses,
 * plates, partners' ids, words of notes and transcripts; those first whose own id is the text or begins with it, by eight letters or
 * more. Where those are fewer than `limit`, incidents follow in which similar words stand, of six letters or more. Refuses a text without a word of three letters (`invalid_request`).
 */
export async function findByText(
  { database }: { database: Database },
  agencyId: string,
  { text, limit }: { text: string; limit: number },
): Promise<readonly FoundIncident[]> {
  const terms = readTerms(text);
  const own = await foundById({ database }, agencyId, { text, limit });
  const pieces = terms.flatMap(piecesOf);
  const chunks = chunksIn({ all: terms, any: pieces });
  const texts = await agencyTexts(database.readApart, database.engine, agencyId, chunks);
  const exact = firstOfEach(await findTexts(texts, { wanted: { all: terms }, limit: TEXTS_AT_MOST, incidents: limit }));
  let similar: FoundText[] = [];
  if (exact.length < limit && pieces.length > 0) {
    const short = terms.filter((term) => piecesOf(term).length === 0);
    const candidates = await findTexts(texts, { wanted: { all: short, any: pieces }, limit: TEXTS_AT_MOST });
    const isFound = ({ text: stated }: FoundText) =>
      terms.every((term) => stated.includes(term) || isSimilar(term, stated));
    similar = firstOfEach(candidates.filter(isFound));
  }
  const found = firstOfEach([...exact, ...similar]).slice(0, limit);
  const exactIds = new Set(exact.map(({ incidentId }) => incidentId));
  const incidents = await listedOf(
    database.read,
    agencyId,
    found.map(({ incidentId }) => incidentId),
  );
  const ownIds = new Set(own.map(({ incident }) => incident.id));
  const stating = found.flatMap(({ incidentId, kind, text: stated }) => {
    const incident = incidents.get(incidentId);
    if (incident === undefined || ownIds.has(incidentId)) return [];
    return [{ incident, kind, excerpt: excerptOf(stated, terms), isExact: exactIds.has(incidentId) }];
  });
  return [...own, ...stating].slice(0, limit);
}

async function foundById(
  { database }: { database: Database },
  agencyId: string,
  { text, limit }: { text: string; limit: number },
): Promise<FoundIncident[]> {
  const start = text.trim().toLowerCase();
  if (!ID_START.test(start)) return [];
  const incidents = await listedByIdStart(database.read, agencyId, start, limit);
  return incidents.map((incident) => ({ incident, kind: 'facts', excerpt: incident.id, isExact: true }));
}

function firstOfEach(texts: readonly FoundText[]): FoundText[] {
  const first = new Map<string, FoundText>();
  for (const text of texts) if (!first.has(text.incidentId)) first.set(text.incidentId, text);
  return [...first.values()];
}

/** The part of a text in which a word stands; of facts the one fact. */
function excerptOf(text: string, terms: readonly string[]): string {
  const parts = text.split(' | ');
  const part = parts.find((each) => terms.some((term) => each.includes(term) || isSimilar(term, each))) ?? text;
  const at = Math.max(0, ...terms.map((term) => part.indexOf(term)));
  const start = Math.max(0, at - EXCERPT_CHARACTERS / 2);
  return part.slice(start, start + EXCERPT_CHARACTERS);
}
