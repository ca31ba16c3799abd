import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { ArchiveFacts } from '../incidents/basemaps/archive.ts';
import { BASEMAP_FOLDER, Basemaps } from '../incidents/basemaps/basemaps.ts';
import { addBasemap, removeBasemap } from '../incidents/basemaps/keep-basemap.ts';
import { InstallationError } from '../kernel/installation-error.ts';
import { type Call, defineCommand, UsageError } from './command.ts';
import { configOf } from './config-of.ts';
import { operandOf } from './with-profile.ts';

const FILE = { name: 'FILE', sentence: 'A PMTiles file, version 3, of vector tiles in the Protomaps schema' };
const NAME = { name: 'NAME', sentence: 'The name of the file, as sallyport map list prints it' };

/** With PostgreSQL the folder need not have a file of ours. */
function folderOf(call: Call): string {
  const { dataDir, databaseUrl } = configOf(call);
  if (!existsSync(databaseUrl === null ? join(dataDir, 'sallyport.db') : dataDir)) {
    throw new InstallationError(
      `${dataDir} has no Sallyport installation; sallyport setup makes a new one. Check --data-dir`,
    );
  }
  return join(dataDir, BASEMAP_FOLDER);
}

function covers({ bounds: { west, south, east, north }, minZoom, maxZoom }: ArchiveFacts): string {
  return `from ${south}, ${west} to ${north}, ${east}, zoom ${minZoom} to ${maxZoom}`;
}

/** What a file covers, as an object of JSON. */
function objectOf(name: string, facts: ArchiveFacts | null): object {
  if (facts === null) return { name, covers: null };
  const { bounds, minZoom, maxZoom, attribution } = facts;
  return { name, covers: { bounds, min_zoom: minZoom, max_zoom: maxZoom, attribution } };
}

export const addMapCommand = defineCommand({
  words: ['map', 'add'],
  options: {},
  operand: FILE,
  serverOptions: 'place',
  sentence: 'Check a PMTiles file and copy it into the data folder; a running server draws it from then on',
  async run(call) {
    const from = operandOf(call, FILE.name);
    if (!existsSync(from) || !statSync(from).isFile()) throw new UsageError(`FILE must be a file; ${from} is none`);
    const { name, facts } = await addBasemap(folderOf(call), from);
    call.print(objectOf(name, facts), `Added ${name}: ${covers(facts)}\n`);
    if (facts.attribution === null) call.note('It states no attribution; © OpenStreetMap is shown');
    return 0;
  },
});

export const listMapsCommand = defineCommand({
  words: ['map', 'list'],
  options: {},
  serverOptions: 'place',
  sentence: "List the installation's own maps and what they cover",
  async run(call) {
    const files = await new Basemaps(folderOf(call)).list();
    for (const { name, sizeBytes, facts, fault } of files) {
      const found = { ...objectOf(name, facts), size_bytes: sizeBytes, fault };
      if (facts === null) call.printFault(found, `${name}: ${sizeBytes} bytes, not drawn. ${fault}\n`);
      else call.print(found, `${name}: ${sizeBytes} bytes, ${covers(facts)}\n`);
    }
    if (files.length === 0) call.note('No maps; the portal draws its built-in outline');
    return files.every(({ facts }) => facts !== null) ? 0 : 1;
  },
});

export const removeMapCommand = defineCommand({
  words: ['map', 'remove'],
  options: {},
  operand: NAME,
  serverOptions: 'place',
  sentence: "Remove one of the installation's own maps",
  async run(call) {
    const name = operandOf(call, NAME.name);
    await removeBasemap(folderOf(call), name);
    call.print({ name, is_removed: true }, `Removed ${name}\n`);
    return 0;
  },
});
