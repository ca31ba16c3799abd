import { readFileSync } from 'node:fs';
import { addAgency } from '../agencies/add-agency.ts';
import type { InspectedBoundary } from '../agencies/boundaries/types.ts';
import { editAgency } from '../agencies/edit-agency.ts';
import { setRetention } from '../agencies/retention.ts';
import { previewBoundary, setBoundary } from '../agencies/set-boundary.ts';
import { findTimeZone } from '../kernel/time-zone.ts';
import { CONSOLE, defineCommand, flag, needed, UsageError, value } from './command.ts';
import { withGateway } from './with-gateway.ts';

export const addAgencyCommand = defineCommand({
  words: ['agency', 'add'],
  options: {
    id: needed('id', 'The id of the agency'),
    name: needed('name', 'Its name, as people read it'),
    'time-zone': value('zone', 'An IANA time zone, as America/New_York; UTC where it is left out'),
  },
  serverOptions: 'place',
  sentence: 'Add an agency; ZONE is an IANA name such as America/New_York, UTC where it is left out',
  async run(call) {
    const { options } = call;
    const timeZone = options['time-zone'] === undefined ? undefined : zoneOf(options['time-zone']);
    const agency = { id: options.id, name: options.name, timeZone };
    return withGateway(call, async ({ parts }) => {
      const added = await addAgency(parts, { agency, actor: CONSOLE });
      call.print(
        { id: added.id, name: agency.name, time_zone: added.timeZone },
        `Added the agency ${added.id}; its times are shown in ${added.timeZone}\n`,
      );
      return 0;
    });
  },
});

export const setTimeZoneCommand = defineCommand({
  words: ['agency', 'time-zone'],
  options: {
    id: needed('id', 'The id of the agency'),
    'time-zone': needed('zone', 'An IANA time zone, as America/New_York'),
  },
  serverOptions: 'place',
  sentence: 'Set the IANA time zone in which the times of an agency are shown, such as America/New_York',
  async run(call) {
    const { options } = call;
    const agencyId = options.id;
    const timeZone = zoneOf(options['time-zone']);
    return withGateway(call, async ({ parts }) => {
      const edit = { timeZone };
      const set = await editAgency(parts, { agencyId, edit, timeZoneName: '--time-zone', actor: CONSOLE });
      call.print({ id: agencyId, time_zone: set.timeZone }, `The times of ${agencyId} are shown in ${set.timeZone}\n`);
      return 0;
    });
  },
});

/** Checked before a server's data is opened. */
function zoneOf(given: string): string {
  const zone = findTimeZone(given);
  if (zone === undefined)
    throw new UsageError('--time-zone must be the name of an IANA time zone, as in America/New_York');
  return zone;
}

export const setRetentionCommand = defineCommand({
  words: ['agency', 'retention'],
  options: { id: needed('id', 'The id of the agency'), days: needed('days', 'A number of days, or none to keep them') },
  serverOptions: 'place',
  sentence: 'Set for how many days an agency keeps incidents after their last change',
  async run(call) {
    const { options } = call;
    const agencyId = options.id;
    const given = options.days;
    if (given !== 'none' && !/^\d+$/.test(given)) throw new UsageError('--days is a number of days, or none');
    const days = given === 'none' ? null : Number(given);
    return withGateway(call, async ({ parts }) => {
      await setRetention(parts, { agencyId, days, actor: CONSOLE });
      const kept = days === null ? 'without an end' : `for ${days} days`;
      call.print({ id: agencyId, retention_days: days }, `${agencyId} keeps incidents ${kept}\n`);
      return 0;
    });
  },
});

export const setBoundaryCommand = defineCommand({
  words: ['agency', 'boundary'],
  options: {
    id: needed('id', 'The id of the agency'),
    geojson: needed('file', 'A file with GeoJSON polygons, or none to remove the boundary'),
    feature: value('name', 'Of several features this one, by name or by number from 1, or all of them'),
    swap: flag('Read each position as latitude, longitude'),
    'dry-run': flag('Print what the boundary would be, and store nothing'),
  },
  serverOptions: 'place',
  sentence:
    'Set where an agency answers alerts, from a file with GeoJSON polygons; of several features take one, NUMBER from 1, or unite all',
  async run(call) {
    const { options } = call;
    const agencyId = options.id;
    const file = options.geojson;
    const geometry = file === 'none' ? null : readGeoJson(file);
    const features = options.feature === undefined ? undefined : options.feature === 'all' ? 'all' : [options.feature];
    const choices = { features, swap: options.swap } as const;
    return withGateway(call, async ({ parts }) => {
      if (options['dry-run'] === true && geometry !== null) {
        const preview = await previewBoundary(parts, { agencyId, geometry, choices });
        call.print(previewObject(agencyId, preview), `${previewText(preview)}\n`);
        return 0;
      }
      if (options['dry-run'] === true) throw new UsageError('--dry-run needs a file in --geojson');
      const stored = await setBoundary(parts, { agencyId, geometry, choices, actor: CONSOLE });
      const stated = stored === null ? 'no boundary' : `a boundary of ${stored.positionCount} positions`;
      const { notes = [], positionCount = 0 } = stored ?? {};
      call.print(
        { id: agencyId, has_boundary: stored !== null, position_count: positionCount, notes },
        `${[`${agencyId} has ${stated}`, ...notes].join('\n')}\n`,
      );
      return 0;
    });
  },
});

/** The preview without the positions themselves. */
function previewObject(id: string, { features, read, open }: InspectedBoundary): object {
  return {
    id,
    features: features.map(({ number, name, bounds, areaKm2, problem }) => {
      return { number, name, bounds, area_km2: areaKm2, problem };
    }),
    boundary: read === null ? null : { position_count: read.positionCount, area_km2: read.areaKm2, notes: read.notes },
    open: open?.description ?? null,
  };
}

function previewText({ features, read, open }: InspectedBoundary): string {
  const listed = features.map(({ number, name, bounds, areaKm2, problem }) => {
    const covers =
      bounds === null || areaKm2 === null
        ? problem
        : `${areaKm2.toFixed(1)} km2, from ${bounds.south}, ${bounds.west} to ${bounds.north}, ${bounds.east}`;
    return `${number} ${name ?? '(no name)'}: ${covers}`;
  });
  const result =
    read === null
      ? [open?.description ?? '']
      : [`Would set a boundary of ${read.positionCount} positions, ${read.areaKm2.toFixed(1)} km2`, ...read.notes];
  return [...listed, ...result].join('\n');
}

function readGeoJson(file: string): unknown {
  try {
    // Some editors begin a file of UTF-8 with a byte order mark.
    return JSON.parse(readFileSync(file, 'utf8').replace(/^\uFEFF/, ''));
  } catch {
    throw new UsageError(`--geojson names a file with GeoJSON in it, or is none; ${file} is neither`);
  }
}
