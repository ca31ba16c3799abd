import type { AgencyMap, IncidentSummary } from '@sallyport/contract';
import { Link, useNavigate } from 'react-router';
import { boundaryPath } from '../area/boundary-path.ts';
import { DrawnArea } from '../area/drawn-area.tsx';
import type { Corner } from '../area/polygon.ts';
import type { PositionedLocation } from '../location/positioned.ts';
import { Grid } from '../map/furniture/grid.tsx';
import { KindShape } from '../map/furniture/kind-shape.tsx';
import { type MapCommands, MapControls } from '../map/furniture/map-controls.tsx';
import { ScaleBar } from '../map/furniture/scale-bar.tsx';
import { type MercatorView, metersPerPixel, project, unproject } from '../map/view/mercator-view.ts';
import { incidentTitle } from '../marks/incident-title.ts';
import { areaOf } from '../queue/queue-filter.ts';
import { translated } from '../words/translated.ts';
import classes from './overview.module.css';

/** An incident that has a place on the map. */
export interface PlacedIncident {
  readonly incident: IncidentSummary;
  readonly location: PositionedLocation;
}

interface OverviewFurnitureProps {
  view: MercatorView;
  commands: MapCommands;
  placed: readonly PlacedIncident[];
  boundary: AgencyMap['boundary'];
  /** The chosen area, as the URL has it; null where everything is shown. */
  area: string | null;
  /** Of the area that is chosen or drawn. */
  corners: readonly Corner[] | null;
  /** Null where no area is drawn. */
  onCorners: ((corners: readonly Corner[]) => void) | null;
}

/** Marks closer to each other than this are one, with how many they are. */
const TOGETHER_PIXELS = 18;

/** The agency's boundary, and every incident where it is. */
export function OverviewFurniture(props: OverviewFurnitureProps) {
  const { view, commands, placed, boundary, area, corners, onCorners } = props;
  const navigate = useNavigate();
  return (
    <>
      <Grid view={view} />
      <svg className={classes.marks} width={view.width} height={view.height} aria-hidden="true" data-testid="overview">
        {boundary !== null && <path className={classes.boundary} d={boundaryPath(view, boundary)} />}
        {groupsOf(view, placed).map(({ x, y, members: [first, ...more] }) => (
          // biome-ignore lint/a11y/noStaticElementInteractions: the list beside the map is the way for keyboards and screen readers
          <g
            key={first.incident.id}
            className={classes.mark}
            transform={`translate(${x} ${y})`}
            data-testid="overview-mark"
            onClick={() => {
              if (more.length > 0) commands.zoomBy(2);
              else void navigate(`/portal/incidents/${encodeURIComponent(first.incident.id)}`);
            }}
          >
            <title>
              {more.length > 0
                ? translated('{count} incidents', { count: more.length + 1 })
                : incidentTitle(first.incident)}
            </title>
            {more.length === 0 && <circle className={classes.circle} r={radiusOf(view, first.location)} />}
            <KindShape kind={first.location.geocoded === undefined ? 'supplemental' : 'geocoded'} size={8} />
            {more.length > 0 && (
              <text y={4} textAnchor="middle">
                {more.length + 1}
              </text>
            )}
          </g>
        ))}
      </svg>
      {corners !== null && <DrawnArea view={view} corners={corners} onCorners={onCorners} />}
      {onCorners === null && (
        <Link className={classes.here} to={`/portal?area=${encodeURIComponent(area ?? shownArea(view))}`}>
          {translated('Queue of this area')}
        </Link>
      )}
      <ScaleBar view={view} />
      <MapControls commands={commands} />
    </>
  );
}

const shownArea = (view: MercatorView) => areaOf(unproject(view, [0, view.height]), unproject(view, [view.width, 0]));

const radiusOf = (view: MercatorView, { uncertainty_radius: radius, latitude }: PositionedLocation) =>
  (radius ?? 0) / metersPerPixel(view.zoom, latitude);

interface Group {
  readonly x: number;
  readonly y: number;
  readonly members: [PlacedIncident, ...PlacedIncident[]];
}

function groupsOf(view: MercatorView, placed: readonly PlacedIncident[]): Group[] {
  const groups: Group[] = [];
  for (const each of placed) {
    const [x, y] = project(view, [each.location.longitude, each.location.latitude]);
    const near = groups.find((group) => Math.hypot(group.x - x, group.y - y) < TOGETHER_PIXELS);
    if (near === undefined) groups.push({ x, y, members: [each] });
    else near.members.push(each);
  }
  return groups;
}
