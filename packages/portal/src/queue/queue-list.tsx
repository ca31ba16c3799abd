import { lazy, Suspense } from 'react';
import classes from './queue.module.css';
import { type QueueListProps, Row } from './queue-item.tsx';

const VirtualRows = lazy(async () => ({ default: (await import('./virtual-rows.tsx')).VirtualRows }));
/** A list that is longer has only those rows in the page that are near what is seen. */
const WHOLE_UP_TO = 100;

/** The rows of a section. */
export function QueueList(props: QueueListProps) {
  const { label, rows, arrivals, isDense, dismissal, onToggle } = props;
  const whole = (
    <ul className={classes.list} data-dense={isDense} aria-label={label}>
      {rows.slice(0, WHOLE_UP_TO).map((row) => (
        <li key={row.incident.id}>
          <Row {...row} isArrival={arrivals.has(row.incident.id)} dismissal={dismissal} onToggle={onToggle} />
        </li>
      ))}
    </ul>
  );
  if (rows.length <= WHOLE_UP_TO) return whole;
  return (
    <Suspense fallback={whole}>
      <VirtualRows {...props} />
    </Suspense>
  );
}
