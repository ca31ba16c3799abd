import type { TimeLineEntry } from '@sallyport/contract';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useSallyport } from '../api/sallyport-context.tsx';
import { useSession } from '../current-session/session-context.ts';
import { useMay } from '../current-session/use-may.ts';
import { usePollInterval } from '../live/live-state.ts';
import { Refused } from '../notices/refused.tsx';
import { useTimes } from '../time/use-times.ts';
import type { Text } from '../words/spanish/spanish.ts';
import { serverText, translated } from '../words/translated.ts';
import { endOfTransferShown } from './end-of-transfer-shown.ts';
import { NoteForm } from './note-form.tsx';
import { OtherIncidentLink } from './other-incident-link.tsx';
import classes from './time-line.module.css';

type Kind = TimeLineEntry['kind'];

const KIND_WORDS: Readonly<Record<Kind, Text>> = {
  note: 'Notes',
  work: 'Work',
  status: 'Status',
  message: 'Messages',
  location: 'Locations',
  transcript: 'Transcript',
  unit: 'Units',
  media: 'Media',
  cad: 'CAD',
};

/** Everything that happened to an incident, the newest first, by kind where chosen, with a note to add. */
export function TimeLine({ incidentId }: { incidentId: string }) {
  const { work } = useSallyport();
  const mayWork = useMay()('incidents:work');
  const [kind, setKind] = useState<Kind | null>(null);
  const query = useQuery({
    // Under the incident's own key, so that whatever touches the incident renews this.
    queryKey: ['incident', incidentId, 'time line'],
    queryFn: ({ signal }) => work.timeLine(incidentId, signal),
    refetchInterval: usePollInterval(),
  });
  const entries = query.data?.entries ?? [];
  const kinds = (Object.keys(KIND_WORDS) as Kind[]).filter((each) => entries.some((entry) => entry.kind === each));
  const shown = entries.filter((entry) => kind === null || entry.kind === kind).toReversed();
  return (
    <section className={classes.timeLine} aria-labelledby="time-line-title">
      <div className={classes.head}>
        <h2 id="time-line-title">{translated('Time line')}</h2>
        <fieldset className={classes.kinds} aria-label={translated('Kinds')}>
          {[null, ...kinds].map((each) => (
            <button
              key={each ?? 'all'}
              type="button"
              className={classes.kind}
              aria-pressed={kind === each}
              onClick={() => setKind(each)}
            >
              {translated(each === null ? 'All' : KIND_WORDS[each])}
            </button>
          ))}
        </fieldset>
      </div>
      {mayWork && <NoteForm incidentId={incidentId} />}
      {query.data === undefined && <Refused error={query.error} />}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard (WCAG 2.1.1) */}
      <ul className={classes.entries} tabIndex={0} aria-label={translated('What happened')}>
        {shown.map((entry) => (
          <Entry key={entry.id} entry={entry} />
        ))}
      </ul>
    </section>
  );
}

function Entry({ entry: { at, kind, by, text, mentions, incident_id } }: { entry: TimeLineEntry }) {
  const { user } = useSession();
  const { clockText, instantText } = useTimes();
  return (
    <li data-kind={kind} data-own={mentions?.includes(user.id) === true}>
      <time dateTime={at} title={instantText(at)}>
        {clockText(at)}
      </time>
      <span className={classes.text}>
        {by !== null && <strong>{by} </strong>}
        {kind === 'note' || kind === 'transcript' ? text : serverText(endOfTransferShown(text, instantText))}
        {incident_id !== undefined && (
          <>
            {' '}
            <OtherIncidentLink id={incident_id} />
          </>
        )}
      </span>
    </li>
  );
}
