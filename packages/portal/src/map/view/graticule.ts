import { type MercatorView, project, unproject } from './mercator-view.ts';

/** One line of the grid, where it crosses the panel, and the degrees it stands for. */
export interface GridLine {
  readonly at: number;
  readonly label: string;
}

/** The grid of a view: meridians at x positions, parallels at y positions. */
export interface Graticule {
  readonly meridians: readonly GridLine[];
  readonly parallels: readonly GridLine[];
}

const STEPS = [
  30, 20, 10, 5, 2, 1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001, 0.0005, 0.0002, 0.0001, 0.00005,
];
const WANTED_SPACING_PIXELS = 110;

/** Lines at round degrees, about a hundred pixels apart, whatever the zoom: at street level they are the only ground. */
export function graticule(view: MercatorView): Graticule {
  const [west, north] = unproject(view, [0, 0]);
  const [east, south] = unproject(view, [view.width, view.height]);
  const wantedStep = ((east - west) * WANTED_SPACING_PIXELS) / Math.max(view.width, 1);
  const step = STEPS.findLast((candidate) => candidate >= wantedStep) ?? 30;
  return {
    meridians: multiples(west, east, step).map((longitude) => ({
      at: project(view, [longitude, view.center[1]])[0],
      label: degreesText(longitude, step, 'E', 'W'),
    })),
    parallels: multiples(south, north, step).map((latitude) => ({
      at: project(view, [view.center[0], latitude])[1],
      label: degreesText(latitude, step, 'N', 'S'),
    })),
  };
}

function multiples(from: number, to: number, step: number): number[] {
  const first = Math.ceil(from / step);
  const count = Math.max(0, Math.floor(to / step) - first + 1);
  return Array.from({ length: count }, (_, index) => (first + index) * step);
}

function degreesText(degrees: number, step: number, positive: string, negative: string): string {
  const decimals = Math.max(0, Math.ceil(-Math.log10(step) - 1e-9));
  return `${Math.abs(degrees).toFixed(decimals)}° ${degrees < 0 ? negative : positive}`;
}
