import { graticule } from '../view/graticule.ts';
import type { MercatorView } from '../view/mercator-view.ts';
import classes from './map.module.css';

/** The grid of degrees. Labels stay clear of the scale bar in the lower left and the buttons in the upper right. */
export function Grid({ view }: { view: MercatorView }) {
  const { meridians, parallels } = graticule(view);
  return (
    <svg className={classes.grid} width={view.width} height={view.height} aria-hidden="true">
      {meridians.map(({ at, label }) => (
        <g key={label}>
          <line x1={at} x2={at} y1={0} y2={view.height} />
          <text x={at + 4} y={12}>
            {label}
          </text>
        </g>
      ))}
      {parallels.map(({ at, label }) => (
        <g key={label}>
          <line x1={0} x2={view.width} y1={at} y2={at} />
          {at > 26 && at < view.height - 40 && (
            <text x={4} y={at - 4}>
              {label}
            </text>
          )}
        </g>
      ))}
    </svg>
  );
}
