import { useVirtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect, useRef, useState } from 'react';
import classes from './queue.module.css';
import { type QueueListProps, Row } from './queue-item.tsx';

const ROW_PX = 66;
const DENSE_ROW_PX = 34;

/** A long list of rows, of which those near what is seen are in the page. */
export function VirtualRows({ label, rows: listed, arrivals, isDense, dismissal, onToggle }: QueueListProps) {
  const list = useRef<HTMLUListElement>(null);
  const [scrollMargin, setScrollMargin] = useState(0);
  useLayoutEffect(() => {
    const main = document.getElementById('main');
    const own = list.current;
    if (main === null || own === null) return;
    setScrollMargin(own.getBoundingClientRect().top - main.getBoundingClientRect().top + main.scrollTop);
  }, []);
  const rows = useVirtualizer({
    count: listed.length,
    getScrollElement: () => document.getElementById('main'),
    estimateSize: () => (isDense ? DENSE_ROW_PX : ROW_PX),
    getItemKey: (index) => listed[index]?.incident.id ?? index,
    overscan: 12,
    scrollMargin,
  });
  return (
    <ul
      ref={list}
      className={classes.list}
      data-dense={isDense}
      data-virtual
      aria-label={label}
      style={{ height: `${rows.getTotalSize()}px` }}
    >
      {rows.getVirtualItems().map(({ index, key, start }) => {
        const row = listed[index];
        return (
          row !== undefined && (
            <li
              key={key}
              ref={rows.measureElement}
              data-index={index}
              aria-setsize={listed.length}
              aria-posinset={index + 1}
              style={{ transform: `translateY(${start - scrollMargin}px)` }}
            >
              <Row {...row} isArrival={arrivals.has(row.incident.id)} dismissal={dismissal} onToggle={onToggle} />
            </li>
          )
        );
      })}
    </ul>
  );
}
