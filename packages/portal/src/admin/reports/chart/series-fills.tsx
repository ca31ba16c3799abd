import classes from './chart.module.css';

/** How a series is filled: the first is solid, the second hatched, the third dotted, so that no colour is needed to distinguish them. */
const seriesFill = (patternsId: string, series: number) => (series === 0 ? undefined : `url(#${patternsId}-${series})`);

/** The fills of the second and third series, for the drawing that has them. */
export function SeriesFills({ id }: { id: string }) {
  return (
    <defs>
      <pattern id={`${id}-1`} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <path className={classes.ink} data-series="1" d="M1.5 0V6" strokeWidth="2.5" />
      </pattern>
      <pattern id={`${id}-2`} width="6" height="6" patternUnits="userSpaceOnUse">
        <circle className={classes.ink} data-series="2" cx="3" cy="3" r="1.2" />
      </pattern>
    </defs>
  );
}

interface MarkProps {
  patternsId: string;
  series: number;
  /** Left, top, width and height in pixels. */
  box: readonly [number, number, number, number];
  value: number;
}

/** A column or a bar. It is a path, because the print style gives every element a height of its own. */
export function Mark({ patternsId, series, box: [x, y, width, height], value }: MarkProps) {
  return (
    <path
      className={classes.mark}
      data-series={series}
      data-value={value}
      fill={seriesFill(patternsId, series)}
      d={`M${x} ${y}h${width}v${height}h${-width}Z`}
    />
  );
}

/** What each fill stands for. */
export function Legend({ patternsId, series }: { patternsId: string; series: readonly string[] }) {
  return (
    <ul className={classes.legend}>
      {series.map((title, index) => (
        <li key={title}>
          <svg width="18" height="14" viewBox="0 0 18 14" aria-hidden="true" focusable="false">
            <Mark patternsId={patternsId} series={index} box={[1, 1, 16, 12]} value={0} />
          </svg>
          {title}
        </li>
      ))}
    </ul>
  );
}
