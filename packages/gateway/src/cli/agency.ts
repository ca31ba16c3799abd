import { readFileSync } from 'node:fs';
import { addAgency } from '../agencies/add-agency.ts';
import type { InspectedBoundary } from '../agencies/boundaries/types.ts';
import { setRetention } from '../agencies/retention.ts';
import { previewBoundary, setBoundary } from '../agencies/set-boundary.ts';
import { setTimeZone } from '../agencies/set-time-zone.ts';
import { findTimeZone } from '../kernel/time-zone.ts';
import { CONSOLE, type Command, required, takeOptions, UsageError, withGateway } from './command.ts';

export const addAgencyCommand: Command = {
  words: ['agency', 'add'],
  usage: '--id ID --name NAME [--time-zone ZONE]',
  sentence: 'Add an agency; ZONE is an IANA name such as America/New_York, UTC where it is left out',
  async run(args) {
    const { own, rest } = takeOptions(args, ['id', 'name', 'time-zone']);
    const timeZone = own['time-zone'] === undefined ? undefined : zoneOf(own['time-zone']);
    const agency = { id: required(own, 'id'), name: required(own, 'name'), timeZone };
    return withGateway(rest, async ({ parts }) => {
      const added = await addAgency(parts, { agency, actor: CONSOLE });
      process.stdout.write(`Added the agency ${added.id}; its times are shown in ${added.timeZone}\n`);
      return 0;
    });
  },
};

export const setTimeZoneCommand: Command = {
  words: ['agency', 'time-zone'],
  usage: '--id ID --time-zone ZONE',
  sentence: 'Set the IANA time zone in which the times of an agency are shown, such as America/New_York',
  async run(args) {
    const { own, rest } = takeOptions(args, ['id', 'time-zone']);
    const agencyId = required(own, 'id');
    const timeZone = zoneOf(required(own, 'time-zone'));
    return withGateway(rest, async ({ parts }) => {
      const set = await setTimeZone(parts, { agencyId, timeZone, name: '--time-zone', actor: CONSOLE });
      process.stdout.write(`The times of ${agencyId} are shown in ${set.timeZone}\n`);
      return 0;
    });
  },
};

/** Checked before a server's data is opened. */
function zoneOf(given: string): string {
  const zone = findTimeZone(given);
  if (zone === undefined)
    throw new UsageError('--time-zone must be the name of an IANA time zone, as in America/New_York');
  return zone;
}

export const setRetentionCommand: Command = {
  words: ['agency', 'retention'],
  usage: '--id ID --days DAYS|none',
  sentence: 'Set for how many days an agency keeps incidents after their last change',
  async run(args) {
    const { own, rest } = takeOptions(args, ['id', 'days']);
    const agencyId = required(own, 'id');
    const given = required(own, 'days');
    if (given !== 'none' && !/^\d+$/.test(given)) throw new UsageError('--days is a number of days, or none');
    const days = given === 'none' ? null : Number(given);
    return withGateway(rest, async ({ parts }) => {
      await setRetention(parts, { agencyId, days, actor: CONSOLE });
      process.stdout.write(`${agencyId} keeps incidents ${days === null ? 'without an end' : `for ${days} days`}\n`);
      return 0;
    });
  },
};

export const setBoundaryCommand: Command = {
  words: ['agency', 'boundary'],
  usage: '--id ID --geojson FILE|none [--feature NAME|NUMBER|all] [--swap true|false] [--dry-run]',
  sentence:
    'Set where an agency answers alerts, from a file with GeoJSON polygons; of several features take one, NUMBER from 1, or unite all',
  async run(args) {
    const { own, isOn, rest } = takeOptions(args, ['id', 'geojson', 'feature'], ['swap', 'dry-run']);
    const agencyId = required(own, 'id');
    const file = required(own, 'geojson');
    const geometry = file === 'none' ? null : readGeoJson(file);
    const features = own.feature === undefined ? undefined : own.feature === 'all' ? 'all' : [own.feature];
    const choices = { features, swap: isOn.swap } as const;
    return withGateway(rest, async ({ parts }) => {
      if (isOn['dry-run'] === true && geometry !== null) {
        const preview = await previewBoundary(parts, { agencyId, geometry, choices });
        process.stdout.write(`${previewText(preview)}\n`);
        return 0;
      }
      if (isOn['dry-run'] === true) throw new UsageError('--dry-run needs a file in --geojson');
      const stored = await setBoundary(parts, { agencyId, geometry, choices, actor: CONSOLE });
      const said = stored === null ? 'no boundary' : `a boundary of ${stored.positionCount} positions`;
      process.stdout.write(`${[`${agencyId} has ${said}`, ...(stored?.notes ?? [])].join('\n')}\n`);
      return 0;
    });
  },
};

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
