import type { Incident } from '@sallyport/contract';
import { type KeyboardEvent, useRef } from 'react';
import { callerText, incidentTitle } from '../marks/incident-title.ts';
import { StatusMark } from '../marks/status-mark.tsx';
import { TestTag } from '../marks/test-tag.tsx';
import { InstantAge } from '../time/instant-age.tsx';
import { translated } from '../words/translated.ts';
import { isAssailant } from './assailant.ts';
import { EmergencyTypeMark } from './emergency-type-mark.tsx';
import classes from './incident-view.module.css';
import { useIsJustIn } from './just-in.ts';
import { newestSignalOf } from './use-arrivals.ts';

interface IncidentListProps {
  incidents: readonly Incident[];
  shownId: string;
  arrivals: ReadonlySet<string>;
  onShow: (id: string) => void;
}

/** The incidents that match. Tab reaches each; the arrow keys move and show at once. */
export function IncidentList({ incidents, shownId, arrivals, onShow }: IncidentListProps) {
  const list = useRef<HTMLUListElement>(null);
  const move = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const next = incidents[incidents.findIndex(({ id }) => id === shownId) + step];
    if (step === 0 || next === undefined) return;
    event.preventDefault();
    onShow(next.id);
    list.current?.querySelector<HTMLElement>(`[data-incident="${CSS.escape(next.id)}"]`)?.focus();
  };
  return (
    <nav className={classes.list} aria-label={translated('Matching incidents')}>
      <h2>{translated('{count} incidents match', { count: incidents.length })}</h2>
      <ul ref={list} onKeyDown={move}>
        {incidents.map((incident) => (
          <li key={incident.id}>
            <button
              type="button"
              className={classes.item}
              data-incident={incident.id}
              aria-current={incident.id === shownId}
              onClick={() => onShow(incident.id)}
            >
              <Item incident={incident} isArrival={arrivals.has(incident.id)} />
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Item({ incident, isArrival }: { incident: Incident; isArrival: boolean }) {
  const isJustIn = useIsJustIn(isArrival, newestSignalOf(incident));
  const type = incident.emergency_type;
  return (
    <>
      <span className={classes.itemLine}>
        <strong>
          {type !== null && isAssailant(incident) ? <EmergencyTypeMark type={type} /> : incidentTitle(incident)}
        </strong>
        <StatusMark status={incident.status} />
      </span>
      <span className={classes.itemLine}>
        <span className={classes.small}>{callerText(incident)}</span>
        <span className={classes.small}>
          {isJustIn && `${translated('Just in')}, `}
          <InstantAge instant={newestSignalOf(incident)} /> {incident.is_test && <TestTag />}
        </span>
      </span>
    </>
  );
}
