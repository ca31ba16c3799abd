import { readFileSync } from 'node:fs';
import { addAgency } from '../access/agencies/add-agency.ts';
import { setBoundary } from '../access/agencies/boundaries/set-boundary.ts';
import { setRetention } from '../access/agencies/retention.ts';
import { setTimeZone } from '../access/agencies/set-time-zone.ts';
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
  usage: '--id ID --geojson FILE|none',
  sentence: 'Set where an agency answers alerts, from a file with a GeoJSON Polygon or MultiPolygon',
  async run(args) {
    const { own, rest } = takeOptions(args, ['id', 'geojson']);
    const agencyId = required(own, 'id');
    const file = required(own, 'geojson');
    const geometry = file === 'none' ? null : readGeoJson(file);
    return withGateway(rest, async ({ parts }) => {
      const stored = await setBoundary(parts, { agencyId, geometry, actor: CONSOLE });
      const said = stored === null ? 'no boundary' : `a boundary of ${stored.positionCount} positions`;
      process.stdout.write(`${agencyId} has ${said}\n`);
      return 0;
    });
  },
};

function readGeoJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw new UsageError(`--geojson names a file with GeoJSON in it, or is none; ${file} is neither`);
  }
}
