import { VisuallyHidden } from '@mantine/core';
import { type ReactNode, useId, useRef } from 'react';
import { usePanelSize } from '../../../map/view/use-panel-size.ts';
import { translated } from '../../../words/translated.ts';
import { Bars, barsHeight } from './bars.tsx';
import classes from './chart.module.css';
import { type ChartData, hasFigures } from './chart-data.ts';
import { Columns, columnsHeight } from './columns.tsx';
import { FigureTable } from './figure-table.tsx';
import { Legend } from './series-fills.tsx';

interface ChartFigureProps {
  data: ChartData;
  /** The drawing with its table for screen readers alone, the table alone, or both. */
  shows: 'drawing' | 'table' | 'both';
  /** Beside the title. */
  children?: ReactNode;
}

/** A chart: its title, its drawing and the same figures in a table; words where there are none. */
export function ChartFigure({ data, shows, children }: ChartFigureProps) {
  const { id, title, note } = data;
  const titleId = useId();
  return (
    <figure className={classes.figure} aria-labelledby={titleId} data-chart={id}>
      <figcaption className={classes.caption}>
        <h3 id={titleId}>{title}</h3>
        {children}
      </figcaption>
      {hasFigures(data) ? (
        <>
          {shows !== 'table' && <Drawing data={data} />}
          {shows === 'drawing' ? (
            <VisuallyHidden>
              <FigureTable data={data} />
            </VisuallyHidden>
          ) : (
            <FigureTable data={data} />
          )}
        </>
      ) : (
        <p className={classes.none}>{translated('There was none in this period.')}</p>
      )}
      {note !== undefined && <p className={classes.note}>{note}</p>}
    </figure>
  );
}

/** As wide as its panel, which a window or a turned tablet changes; on paper it shrinks to the page. */
function Drawing({ data }: { data: ChartData }) {
  const patternsId = useId();
  const panel = useRef<HTMLDivElement>(null);
  const width = usePanelSize(panel)?.width ?? 0;
  const isUpright = data.layout === 'columns';
  const height = isUpright ? columnsHeight : barsHeight(data);
  const Shape = isUpright ? Columns : Bars;
  return (
    <>
      <div className={classes.drawing} ref={panel}>
        {width > 0 && (
          <svg
            width={width}
            height={height}
            viewBox={`0 0 ${width} ${height}`}
            role="img"
            aria-label={translated('{title}, as a drawing of the table below', { title: data.title })}
          >
            <Shape data={data} width={width} patternsId={patternsId} />
          </svg>
        )}
      </div>
      <Legend patternsId={patternsId} series={data.series} />
    </>
  );
}
