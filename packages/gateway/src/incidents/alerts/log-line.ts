import type { AlertMessage } from '../events/bodies.ts';
import type { EventType, NewEvent } from '../events/types.ts';
import { DISPOSITIONS, type Incident, STATUS_WORDS } from '../incident/types.ts';

/** Which types of events are lines of an alert's log. */
const IS_LOG_LINE = {
  'incident.created': false,
  'incident.ended': false,
  'incident.transferred': false,
  'incident.signalled': true,
  'incident.merged': false,
  'incident.merged_in': false,
  'incident.unmerged': false,
  'incident.claimed': false,
  'incident.released': false,
  'incident.closed': false,
  'incident.reopened': false,
  'location.updated': false,
  'note.added': false,
  'media.attached': false,
  'transcript.added': false,
  'response.updated': false,
  'incident.sent_to_cad': false,
  'incident.transfer_opened': false,
  'incident.transfer_ended': false,
  'cad.linked': false,
  'cad.unlinked': false,
  'cad.status_changed': false,
  'alert.status_changed': true,
  'alert.disposition_changed': true,
  'alert.message_added': true,
} as const satisfies Record<EventType, boolean>;

export type LogType = { [Type in EventType]: (typeof IS_LOG_LINE)[Type] extends true ? Type : never }[EventType];
/** An event that is a line of an alert's log. */
export type LogEvent = NewEvent<LogType>;

export const isLogType = (type: EventType): type is LogType => IS_LOG_LINE[type];
export const LOG_TYPES = (Object.keys(IS_LOG_LINE) as EventType[]).filter(isLogType);

function statusText({ status, alert }: Incident): string {
  const reasons: Readonly<Record<string, string | null | undefined>> = {
    DECLINED: alert?.declineReason,
    CANCELED: alert?.cancelReason,
  };
  const reason = reasons[status] ?? null;
  return reason === null ? STATUS_WORDS[status] : `${STATUS_WORDS[status]}: ${reason}`;
}

function dispositionText({ disposition }: Incident): string {
  return disposition === null ? 'No disposition' : DISPOSITIONS[disposition];
}

/** What the line is about: what was stated, or the new status or disposition in words. */
export function logMessageOf(event: LogEvent): AlertMessage {
  switch (event.type) {
    case 'alert.message_added':
    case 'incident.signalled':
      return event.body.message;
    case 'alert.disposition_changed':
      return { kind: 'status', text: dispositionText(event.body.incident) };
    case 'alert.status_changed':
      return { kind: 'status', text: statusText(event.body.incident) };
  }
}

/** What one line of RapidSOS's log may have. */
const LINE_LENGTH = 1_000;

const lengthOf = (text: string) => [...text].length;

/** Texts as lines of the log, as few as hold them: what is longer than a line goes on in the next one. */
export function linesOf(texts: readonly string[]): readonly [string, ...string[]] {
  const lines: string[] = [];
  let line = '';
  for (const text of texts) {
    const joined = line === '' ? text : `${line}. ${text}`;
    if (lengthOf(joined) <= LINE_LENGTH) {
      line = joined;
      continue;
    }
    if (line !== '') lines.push(line);
    const letters = [...text];
    while (letters.length > LINE_LENGTH) lines.push(`${letters.splice(0, LINE_LENGTH - 1).join('')}…`);
    line = letters.join('');
  }
  const [first = line, ...others] = line === '' ? lines : [...lines, line];
  return [first, ...others];
}
