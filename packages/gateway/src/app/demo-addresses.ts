import { listAddressSets, loadAddresses } from '../agencies/addresses/load-addresses.ts';
import { SYSTEM } from '../audit/actors.ts';
import type { GatewayParts } from './parts.ts';

/** Around where the sandbox's alerts and calls are. All of it is invented. */
const SOUTH_WEST = { latitude: 40.716, longitude: -74.018 };
const BLOCK_DEGREES = 0.008;
/** From west to east, each a line from south to north. */
const AVENUES = ['Juniper', 'Larch', 'Hazel', 'Sorrel', 'Tamarack', 'Yarrow', 'Clover', 'Bracken', 'Fennel'];
/** From south to north, each a line from west to east. */
const STREETS = ['Heron', 'Plover', 'Curlew', 'Osprey', 'Merlin', 'Siskin', 'Avocet', 'Dunlin', 'Kestrel'];
const HOUSES_A_BLOCK = 4;
/** From the middle of the road. */
const HOUSE_DEGREES = 0.0002;

const AGENCY = 'sandbox-county';
const PLACE = { Post_Comm: 'Sandbox', State: 'NY', Post_Code: '00501' };

const latitudeOf = (row: number) => SOUTH_WEST.latitude + row * BLOCK_DEGREES;
const longitudeOf = (column: number) => SOUTH_WEST.longitude + column * BLOCK_DEGREES;

interface Block {
  readonly name: string;
  readonly type: 'Avenue' | 'Street';
  readonly hundred: number;
  readonly from: readonly [number, number];
  readonly to: readonly [number, number];
}

function* blocks(): Generator<Block> {
  for (const [column, name] of AVENUES.entries()) {
    for (let row = 0; row < STREETS.length - 1; row += 1) {
      const at = (end: number) => [longitudeOf(column), latitudeOf(end)] as const;
      yield { name, type: 'Avenue', hundred: (row + 1) * 100, from: at(row), to: at(row + 1) };
    }
  }
  for (const [row, name] of STREETS.entries()) {
    for (let column = 0; column < AVENUES.length - 1; column += 1) {
      const at = (end: number) => [longitudeOf(end), latitudeOf(row)] as const;
      yield { name, type: 'Street', hundred: (column + 1) * 100, from: at(column), to: at(column + 1) };
    }
  }
}

function lineOf({ name, type, hundred, from, to }: Block) {
  const ranges = { FromAddr_L: hundred + 2, ToAddr_L: hundred + 98, FromAddr_R: hundred + 1, ToAddr_R: hundred + 99 };
  const properties = { St_Name: name, St_PosTyp: type, ...PLACE, ...ranges };
  return { type: 'Feature', properties, geometry: { type: 'LineString', coordinates: [from, to] } };
}

function housesOf({ name, type, hundred, from, to }: Block) {
  return Array.from({ length: HOUSES_A_BLOCK }, (_, index) => {
    const share = (index + 0.5) / HOUSES_A_BLOCK;
    const side = index % 2 === 0 ? HOUSE_DEGREES : -HOUSE_DEGREES;
    const [east, north] = [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share];
    const coordinates = type === 'Avenue' ? [east + side, north] : [east, north - side];
    const Add_Number = hundred + Math.round(share * 98) + (index % 2);
    const properties = { Add_Number, St_Name: name, St_PosTyp: type, ...PLACE };
    return { type: 'Feature', properties, geometry: { type: 'Point', coordinates } };
  });
}

async function* fileOf(features: readonly object[]): AsyncGenerator<Uint8Array> {
  yield Buffer.from(JSON.stringify({ type: 'FeatureCollection', features }));
}

/** Gives the sandbox's county invented addresses where its alerts and calls are, unless it has some. */
export async function seedDemoAddresses(parts: GatewayParts): Promise<void> {
  if ((await listAddressSets(parts, AGENCY)).length > 0) return;
  const all = [...blocks()];
  for (const [fileName, features] of [
    ['sandbox-points.geojson', all.flatMap(housesOf)],
    ['sandbox-streets.geojson', all.map(lineOf)],
  ] as const) {
    const pieces = fileOf(features);
    await loadAddresses(parts, { agencyId: AGENCY, fileName, format: 'geojson', pieces, actor: SYSTEM });
  }
}
