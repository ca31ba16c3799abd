import type { EventKind } from '../../event-counts.ts';
import type { Work } from '../work.ts';
import type { Agency, Call, World } from '../world.ts';

/** How long a call is open. */
const CALL_MS = 150_000;
const WORD_MS = 350;

function update(
  world: World,
  agency: Agency,
  call: Call,
  part: string,
  kind: EventKind,
  json: object,
): Promise<unknown> {
  const path = `/api/incidents/${call.id}/${part}`;
  return world.write(agency, [kind], { method: 'POST', path, headers: agency.headers, json });
}

function addNote(world: World, agency: Agency): Promise<unknown> {
  const text = 'Caller states smoke on the third floor, two people inside, no visible flames from the street';
  return update(world, agency, world.someOf(agency.calls), 'notes', 'note added', { text, author: 'Call-taker 3' });
}

function updateResponse(world: World, agency: Agency): Promise<unknown> {
  const json = { unit: 'Engine 1', status: world.someOf(['DISPATCHED', 'ENROUTE', 'ON_SCENE']) };
  return update(world, agency, world.someOf(agency.calls), 'responses', 'response updated', json);
}

/** Of the standing call, because those who listen to the cable listen to it. */
function addWords(world: World, agency: Agency): Promise<unknown> {
  const now = Date.now();
  const instants = { started_at: new Date(now - WORD_MS).toISOString(), ended_at: new Date(now).toISOString() };
  const words = [{ word: `w${world.nextNumber()}`, speaker: 'Caller', confidence: 0.94, ...instants }];
  return update(world, agency, agency.standingCall, 'transcript', 'words added', { words });
}

/** The agency's oldest call but the standing one, where it is over. */
function takeOverCall(agency: Agency): Call | null {
  const oldest = agency.calls[1];
  if (oldest === undefined || performance.now() - oldest.openedAt < CALL_MS) return null;
  agency.calls.splice(1, 1);
  return oldest;
}

async function performOne(world: World): Promise<void> {
  const agency = world.someAgency('updates');
  const over = takeOverCall(agency);
  if (over !== null) await update(world, agency, over, 'end', 'call ended', {});
  else await world.someOf([addNote, addNote, updateResponse, addWords])(world, agency);
}

/** Notes, units' status, spoken words, and the ends of calls. */
export const updates: Work = {
  kind: 'updates',
  title: 'other updates of calls',
  perform: (world) => performOne(world),
};
