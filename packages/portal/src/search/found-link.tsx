import type { FoundIncidents } from '@sallyport/contract';
import { Link } from 'react-router';
import { callerText, incidentTitle, numberText } from '../marks/incident-title.ts';
import { StatusMark } from '../marks/status-mark.tsx';
import { InstantAge } from '../time/instant-age.tsx';
import type { Text } from '../words/spanish/spanish.ts';
import { translated } from '../words/translated.ts';
import classes from './found.module.css';

const MATCHED_WORDS: Readonly<Record<FoundIncidents['found'][number]['matched'], Text | null>> = {
  facts: null,
  address: 'Address',
  note: 'Note',
  transcript: 'Transcript',
  message: 'Message',
  cad: 'CAD',
};

/** One incident that was found, with the text that matched; its number in place of a name that stands there anyway. */
export function FoundLink({ found, onOpen }: { found: FoundIncidents['found'][number]; onOpen?: () => void }) {
  const { incident, matched, excerpt, is_exact } = found;
  const where = MATCHED_WORDS[matched];
  const isName = excerpt.toLowerCase() === incident.caller_name?.toLowerCase();
  return (
    <Link
      className={classes.link}
      to={`/portal/incidents/${encodeURIComponent(incident.id)}`}
      {...(onOpen !== undefined && { onClick: onOpen })}
    >
      <span className={classes.line}>
        <strong>{callerText(incident)}</strong>
        <span>{incidentTitle(incident)}</span>
        <StatusMark status={incident.status} />
      </span>
      <small>
        {where !== null && `${translated(where)}: `}
        {isName ? (numberText(incident) ?? excerpt) : excerpt}
        {!is_exact && ` (${translated('similar')})`} · <InstantAge instant={incident.created_at} />
      </small>
    </Link>
  );
}
