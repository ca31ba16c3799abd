import { scaleLinear } from 'd3-scale';
import classes from './chart.module.css';
import { type ChartData, type ChartRow, figureText, greatestOf } from './chart-data.ts';
import { Mark, SeriesFills } from './series-fills.tsx';

const BAR_PX = 14;
const NAME_PX = 20;
const GAP_PX = 12;
const AXIS_PX = 40;
const FIGURE_PX = 56;
const TOP_PX = 22;
const CHARACTER_PX = 7.2;

/** Rows beyond these are in the table alone. */
const MOST_ROWS = 31;

const shownRows = ({ rows }: ChartData) => rows.slice(0, MOST_ROWS);
const rowPx = ({ isStacked, series }: ChartData) => NAME_PX + GAP_PX + BAR_PX * (isStacked ? 1 : series.length);

export const barsHeight = (data: ChartData) => TOP_PX + shownRows(data).length * rowPx(data) + AXIS_PX;

/** Lying bars, each with its name above it and its figures behind it, with both axes named. */
export function Bars({ data, width, patternsId }: { data: ChartData; width: number; patternsId: string }) {
  const { isStacked, isDuration, rowTitle, unit, series } = data;
  const along = scaleLinear()
    .domain([0, greatestOf(data)])
    .nice(4)
    .range([0, Math.max(1, width - FIGURE_PX)]);
  // Half an alert is no figure; half a second is.
  const ticks = along.ticks(width < 500 ? 3 : 6).filter((tick) => isDuration || Number.isInteger(tick));
  const bottom = barsHeight(data) - AXIS_PX;
  return (
    <>
      <SeriesFills id={patternsId} />
      <text className={classes.axis} x={0} y={12}>
        {rowTitle}
      </text>
      {ticks.map((tick) => (
        <g key={tick}>
          <path className={classes.grid} d={`M${along(tick)} ${TOP_PX}V${bottom}`} />
          <text className={classes.tick} x={along(tick)} y={bottom + 14} textAnchor={tick === 0 ? 'start' : 'middle'}>
            {figureText(tick)}
          </text>
        </g>
      ))}
      {shownRows(data).map((row, index) => {
        const top = TOP_PX + index * rowPx(data);
        const name = row.label ?? row.name;
        const most = Math.floor(width / CHARACTER_PX);
        return (
          <g key={row.key ?? row.name}>
            <text className={classes.name} x={0} y={top + 15}>
              {name.length > most ? `${name.slice(0, most - 1)}…` : name}
            </text>
            {isStacked ? (
              <OneBar row={row} series={series} top={top + NAME_PX} along={along} patternsId={patternsId} />
            ) : (
              <ManyBars row={row} series={series} top={top + NAME_PX} along={along} patternsId={patternsId} />
            )}
          </g>
        );
      })}
      <path className={classes.base} d={`M0 ${TOP_PX}V${bottom}`} />
      <text className={classes.axis} x={width} y={bottom + 32} textAnchor="end">
        {unit}
      </text>
    </>
  );
}

interface RowProps {
  row: ChartRow;
  series: readonly string[];
  top: number;
  along: (value: number) => number;
  patternsId: string;
}

function OneBar({ row, series, top, along, patternsId }: RowProps) {
  let before = 0;
  const marks = row.values.map((value, number) => {
    if (value === null || value === 0) return null;
    const from = before;
    before += value;
    const box = [along(from), top, along(before) - along(from), BAR_PX - 2] as const;
    return <Mark key={series[number]} patternsId={patternsId} series={number} box={box} value={value} />;
  });
  return (
    <>
      {marks}
      <text className={classes.figureText} x={along(before) + 6} y={top + 11}>
        {figureText(before)}
      </text>
    </>
  );
}

function ManyBars({ row, series, top, along, patternsId }: RowProps) {
  return row.values.map((value, number) => {
    const y = top + number * BAR_PX;
    const box = [0, y, along(value ?? 0), BAR_PX - 2] as const;
    return (
      <g key={series[number]}>
        {value !== null && value > 0 && <Mark patternsId={patternsId} series={number} box={box} value={value} />}
        <text className={classes.figureText} x={along(value ?? 0) + 6} y={y + 11}>
          {figureText(value)}
        </text>
      </g>
    );
  });
}
