import { scaleBand, scaleLinear } from 'd3-scale';
import classes from './chart.module.css';
import { type ChartData, figureText, greatestOf } from './chart-data.ts';
import { Mark, SeriesFills } from './series-fills.tsx';

const HEIGHT = 260;
const EDGES = { top: 26, right: 8, bottom: 46, left: 48 };
const LABEL_PX = { short: 28, long: 92 };

/** Upright columns over hours or days, with both axes named. */
export function Columns({ data, width, patternsId }: { data: ChartData; width: number; patternsId: string }) {
  const { rows, series, isStacked, rowTitle, unit } = data;
  const bottom = HEIGHT - EDGES.bottom;
  const across = scaleBand<number>()
    .domain(rows.map((_, index) => index))
    .range([EDGES.left, width - EDGES.right])
    .paddingInner(0.25)
    .paddingOuter(0.1);
  const up = scaleLinear()
    .domain([0, greatestOf(data)])
    .nice(4)
    .range([bottom, EDGES.top]);
  const ticks = up.ticks(4).filter((tick) => Number.isInteger(tick));
  const labelPx = rows.some(({ label }) => label !== undefined) ? LABEL_PX.long : LABEL_PX.short;
  const every = Math.max(1, Math.ceil(labelPx / across.step()));
  const single = isStacked ? across.bandwidth() : across.bandwidth() / series.length;
  return (
    <>
      <SeriesFills id={patternsId} />
      <text className={classes.axis} x={0} y={12}>
        {unit}
      </text>
      {ticks.map((tick) => (
        <g key={tick}>
          <path className={classes.grid} d={`M${EDGES.left} ${up(tick)}H${width - EDGES.right}`} />
          <text className={classes.tick} x={EDGES.left - 6} y={up(tick) + 4} textAnchor="end">
            {figureText(tick)}
          </text>
        </g>
      ))}
      {rows.map(({ name, label, values }, index) => {
        const left = across(index) ?? 0;
        let below = 0;
        return (
          <g key={name}>
            {values.map((value, number) => {
              if (value === null || value === 0) return null;
              const from = isStacked ? below : 0;
              below += value;
              const top = up(from + value);
              const x = isStacked ? left : left + number * single;
              return (
                <Mark
                  key={series[number]}
                  patternsId={patternsId}
                  series={number}
                  box={[x, top, single, up(from) - top]}
                  value={value}
                />
              );
            })}
            {index % every === 0 && (
              <RowName text={label ?? name} middle={left + across.bandwidth() / 2} y={bottom + 16} width={width} />
            )}
          </g>
        );
      })}
      <path className={classes.base} d={`M${EDGES.left} ${bottom}H${width - EDGES.right}`} />
      <text className={classes.axis} x={(EDGES.left + width) / 2} y={HEIGHT - 6} textAnchor="middle">
        {rowTitle}
      </text>
    </>
  );
}

/** Of the digits and short words below a column. */
const HALF_CHARACTER_PX = 3.5;

/** What a column is of, below its middle; at the edge where it would be cut off beside it. */
function RowName({ text, middle, y, width }: { text: string; middle: number; y: number; width: number }) {
  const fits = middle + text.length * HALF_CHARACTER_PX <= width;
  return (
    <text className={classes.tick} x={fits ? middle : width} y={y} textAnchor={fits ? 'middle' : 'end'}>
      {text}
    </text>
  );
}

export const columnsHeight = HEIGHT;
