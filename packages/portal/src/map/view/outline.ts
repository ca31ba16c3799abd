import type { FeatureCollection, MultiLineString, MultiPolygon, Polygon } from 'geojson';
import { feature, mesh } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import countiesUrl from 'us-atlas/counties-10m.json?url';
import statesUrl from 'us-atlas/states-10m.json?url';
import landUrl from 'world-atlas/land-110m.json?url';

/** The built-in basemap from afar: land areas and the lines between the states of the USA. */
export interface Outline {
  readonly land: FeatureCollection<Polygon | MultiPolygon>;
  readonly states: FeatureCollection<Polygon | MultiPolygon, { name: string }>;
  readonly stateLines: MultiLineString;
}

/** The built-in basemap nearer by: every county, separately, so that only those in view need drawing. */
export type Counties = FeatureCollection<Polygon | MultiPolygon, { name: string }>;

/** Below this zoom county lines would only darken the map. */
export const COUNTY_MIN_ZOOM = 5.5;

/** Where streets fill the view, hardly any has a county line in it; 200 kB wait until the view is wider. */
const COUNTY_WANTED_BELOW_ZOOM = 12;

/** True for a view that the counties are worth loading for. */
export function areCountiesWanted(zoom: number): boolean {
  return zoom >= COUNTY_MIN_ZOOM && zoom < COUNTY_WANTED_BELOW_ZOOM;
}

let outline: Promise<Outline> | null = null;
let counties: Promise<Counties> | null = null;

/** Loads the outline from this server, once for the page; a failed load is tried again by the next call. */
export function loadOutline(): Promise<Outline> {
  outline ??= readOutline().catch((error: unknown) => {
    outline = null;
    throw error;
  });
  return outline;
}

/** Loads the counties from this server, once for the page; a failed load is tried again by the next call. */
export function loadCounties(): Promise<Counties> {
  counties ??= readCounties().catch((error: unknown) => {
    counties = null;
    throw error;
  });
  return counties;
}

async function readOutline(): Promise<Outline> {
  const [world, usa] = await Promise.all([readTopology(landUrl), readTopology(statesUrl)]);
  return {
    land: areas(world, 'land'),
    states: areas(usa, 'states') as Outline['states'],
    stateLines: mesh(usa, collection(usa, 'states')),
  };
}

async function readCounties(): Promise<Counties> {
  return areas(await readTopology(countiesUrl), 'counties') as Counties;
}

async function readTopology(url: string): Promise<Topology> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return (await response.json()) as Topology;
}

function areas(topology: Topology, name: string): FeatureCollection<Polygon | MultiPolygon> {
  const found = feature(topology, collection(topology, name));
  return found as FeatureCollection<Polygon | MultiPolygon>;
}

function collection(topology: Topology, name: string): GeometryCollection {
  const object = topology.objects[name];
  if (object?.type !== 'GeometryCollection') throw new Error(`the atlas has no collection "${name}"`);
  return object as GeometryCollection;
}
