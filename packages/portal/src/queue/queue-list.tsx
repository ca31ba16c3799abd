import { useHotkeys } from '@mantine/hooks';
import type { IncidentSummary } from '@sallyport/contract';
import { useRef } from 'react';
import classes from './queue.module.css';
import { QueueRow } from './queue-row.tsx';

interface QueueListProps {
  incidents: readonly IncidentSummary[];
  arrivals: ReadonlySet<string>;
}

/** The rows. Up and down move between them from anywhere on the page, Home and End to the ends, Enter opens. */
export function QueueList({ incidents, arrivals }: QueueListProps) {
  const list = useRef<HTMLUListElement>(null);
  const focusRow = (choose: (current: number, last: number) => number) => {
    const rows = [...(list.current?.querySelectorAll<HTMLElement>('a[data-row]') ?? [])];
    const current = rows.indexOf(document.activeElement as HTMLElement);
    rows[Math.max(0, Math.min(rows.length - 1, choose(current, rows.length - 1)))]?.focus();
  };
  useHotkeys([
    ['ArrowDown', () => focusRow((current) => current + 1)],
    ['ArrowUp', () => focusRow((current) => current - 1)],
    ['Home', () => focusRow(() => 0)],
    ['End', () => focusRow((_, last) => last)],
  ]);
  return (
    <ul ref={list} className={classes.list} aria-label="Incidents">
      {incidents.map((incident) => (
        <li key={incident.id}>
          <QueueRow incident={incident} isArrival={arrivals.has(incident.id)} />
        </li>
      ))}
    </ul>
  );
}
