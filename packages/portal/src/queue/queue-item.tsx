import type { IncidentSummary } from '@sallyport/contract';
import { memo } from 'react';
import { translated } from '../words/translated.ts';
import classes from './queue.module.css';
import { QueueRow } from './queue-row.tsx';

export interface QueueListProps {
  /** What the list is of, for screen readers. */
  label: string;
  incidents: readonly IncidentSummary[];
  arrivals: ReadonlySet<string>;
  isDense: boolean;
  /** What a row's own button does; null where it has none. */
  dismissal: Dismissal | null;
}

export interface Dismissal {
  readonly word: 'Dismiss' | 'Put back';
  readonly act: (incidentId: string) => void;
}

interface RowProps {
  incident: IncidentSummary;
  isArrival: boolean;
  dismissal: Dismissal | null;
}

/** A row, drawn anew where its incident changed alone. */
export const Row = memo(function Row({ incident, isArrival, dismissal }: RowProps) {
  return (
    <div className={classes.item}>
      <QueueRow incident={incident} isArrival={isArrival} />
      {dismissal !== null && incident.accept_by === null && (
        <button
          type="button"
          className={classes.dismiss}
          data-dismiss={incident.id}
          title={translated(dismissal.word === 'Dismiss' ? 'Dismiss, for you alone (Delete)' : 'Put back')}
          aria-label={`${translated(dismissal.word)}: ${incident.caller_name ?? incident.description ?? translated('this incident')}`}
          onClick={() => dismissal.act(incident.id)}
        >
          <span aria-hidden="true">{dismissal.word === 'Dismiss' ? '×' : '↩'}</span>
        </button>
      )}
    </div>
  );
});
