import { lazy, Suspense } from 'react';
import classes from './queue.module.css';
import { type QueueListProps, Row } from './queue-item.tsx';

const VirtualRows = lazy(async () => ({ default: (await import('./virtual-rows.tsx')).VirtualRows }));
/** A list that is longer has only those rows in the page that are near what is seen. */
const WHOLE_UP_TO = 100;

/** The rows of a section. */
export function QueueList(props: QueueListProps) {
  const { label, incidents, isDense } = props;
  const whole = (
    <ul className={classes.list} data-dense={isDense} aria-label={label}>
      {incidents.slice(0, WHOLE_UP_TO).map((incident) => (
        <li key={incident.id}>
          <Row incident={incident} isArrival={props.arrivals.has(incident.id)} dismissal={props.dismissal} />
        </li>
      ))}
    </ul>
  );
  if (incidents.length <= WHOLE_UP_TO) return whole;
  return (
    <Suspense fallback={whole}>
      <VirtualRows {...props} />
    </Suspense>
  );
}
