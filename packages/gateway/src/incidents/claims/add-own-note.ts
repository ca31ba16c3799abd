import { refuse } from '../../kernel/errors.ts';
import { noteAdded } from '../events/addition-events.ts';
import type { NewEvent } from '../events/types.ts';
import type { Colleague } from '../incident/types.ts';
import { changeWork, type WorkPorts, type WorkRequest } from './change-work.ts';

/** In one note. */
const MENTIONS_AT_MOST = 10;

/**
 * Adds a person's note to the incident, with the colleagues it mentions. Returns its event. Refuses more than 10 mentions
 * (`invalid_request`), and as `changeWork` does.
 */
export async function addOwnNote(
  ports: WorkPorts,
  request: WorkRequest & { readonly text: string; readonly mentions: readonly Colleague[] },
): Promise<NewEvent<'note.added'>> {
  const { colleague, text, mentions } = request;
  if (mentions.length > MENTIONS_AT_MOST) {
    throw refuse.invalidRequest({ description: `mentions must name ${MENTIONS_AT_MOST} people at most` });
  }
  let added: NewEvent<'note.added'> | undefined;
  await changeWork(ports, request, (incident, _at, entry) => {
    const note = { text, author: colleague.name, authorId: colleague.userId, ...(mentions.length > 0 && { mentions }) };
    added = noteAdded(incident, note, entry());
    return { incident, events: [added], action: 'incident.note_added', detail: { mentions: mentions.length } };
  });
  if (added === undefined) throw new Error('a note was written that nobody made');
  return added;
}
