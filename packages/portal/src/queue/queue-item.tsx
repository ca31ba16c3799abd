import { memo } from 'react';
import { translated } from '../words/translated.ts';
import type { ListedRow } from './listed-rows.ts';
import classes from './queue.module.css';
import { QueueRow } from './queue-row.tsx';

export interface QueueListProps {
  /** What the list is of, for screen readers. */
  label: string;
  rows: readonly ListedRow[];
  arrivals: ReadonlySet<string>;
  isDense: boolean;
  /** What a row's own button does; null where it has none. */
  dismissal: Dismissal | null;
  /** Shows or folds what is of the same caller or place as that incident. */
  onToggle?: (incidentId: string) => void;
}

export interface Dismissal {
  readonly word: 'Dismiss' | 'Put back';
  readonly act: (incidentId: string) => void;
}

interface RowProps extends ListedRow, Pick<QueueListProps, 'dismissal' | 'onToggle'> {
  isArrival: boolean;
}

/** A row, drawn anew where its incident changed alone. */
export const Row = memo(function Row({ incident, others, isOpen, isMember, isArrival, dismissal, onToggle }: RowProps) {
  return (
    <div className={classes.item} data-member={isMember}>
      <QueueRow incident={incident} isArrival={isArrival} />
      {others > 0 && (
        <button
          type="button"
          className={classes.others}
          aria-expanded={isOpen}
          title={translated('{count} more of the same caller or place', { count: others })}
          aria-label={translated('{count} more of the same caller or place', { count: others })}
          onClick={() => onToggle?.(incident.id)}
        >
          <span aria-hidden="true">{isOpen ? '−' : `+${others}`}</span>
        </button>
      )}
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
