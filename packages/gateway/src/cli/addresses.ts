import { createReadStream, existsSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { listAddressSets, loadAddresses, removeAddresses } from '../agencies/addresses/load-addresses.ts';
import type { AddressFormat } from '../agencies/addresses/read-file.ts';
import type { AddressKind } from '../agencies/addresses/types.ts';
import { CONSOLE, defineCommand, needed, UsageError } from './command.ts';
import { withGateway } from './with-gateway.ts';
import { operandOf } from './with-profile.ts';

const FILE = {
  name: 'FILE',
  sentence: 'A file of address points or road centre lines: GeoJSON, GeoPackage, or CSV with a header',
};
const KIND = { name: 'KIND', sentence: 'points or streets', choices: ['points', 'streets'] };
const AGENCY = { agency: needed('id', 'The id of the agency') };
const WORDS: Readonly<Record<AddressKind, string>> = { points: 'address points', streets: 'parts of roads' };

function formatOf(file: string): AddressFormat {
  if (/\.(geo)?json$/i.test(file)) return 'geojson';
  if (/\.csv$/i.test(file)) return 'csv';
  if (/\.gpkg$/i.test(file)) return 'gpkg';
  throw new UsageError(`FILE must end in .geojson, .json, .csv or .gpkg; ${file} does not`);
}

export const loadAddressesCommand = defineCommand({
  words: ['addresses', 'load'],
  options: AGENCY,
  operand: FILE,
  serverOptions: 'place',
  sentence: "Load an agency's address points or road centre lines, in the place of those before",
  async run(call) {
    const file = operandOf(call, FILE.name);
    if (!existsSync(file) || !statSync(file).isFile()) throw new UsageError(`FILE must be a file; ${file} is none`);
    const format = formatOf(file);
    return withGateway(call, async ({ parts }) => {
      const { kind, recordCount, skippedCount, examples } = await loadAddresses(parts, {
        ...{ agencyId: call.options.agency, fileName: basename(file), format },
        ...{ pieces: createReadStream(file), actor: CONSOLE },
      });
      const { agency } = call.options;
      const left = skippedCount > 0 ? `Left out ${skippedCount}. ${examples.join('. ')}\n` : '';
      call.print(
        { agency, kind, record_count: recordCount, skipped_count: skippedCount, examples },
        `Loaded ${recordCount} ${WORDS[kind]} for ${agency}\n${left}`,
      );
      return 0;
    });
  },
});

export const listAddressesCommand = defineCommand({
  words: ['addresses', 'list'],
  options: AGENCY,
  serverOptions: 'place',
  sentence: 'List what an agency has loaded of its addresses',
  async run(call) {
    return withGateway(call, async ({ parts }) => {
      const sets = await listAddressSets(parts, call.options.agency);
      for (const { kind, fileName, recordCount, loadedAt } of sets) {
        const at = new Date(loadedAt).toISOString();
        call.print(
          { kind, record_count: recordCount, file_name: fileName, loaded_at: at },
          `${kind}: ${recordCount} ${WORDS[kind]} from ${fileName}, ${at}\n`,
        );
      }
      if (sets.length === 0) call.note('No addresses');
      return 0;
    });
  },
});

export const removeAddressesCommand = defineCommand({
  words: ['addresses', 'remove'],
  options: AGENCY,
  operand: KIND,
  serverOptions: 'place',
  sentence: "Remove an agency's address points or road centre lines",
  async run(call) {
    const kind = operandOf(call, KIND.name);
    if (kind !== 'points' && kind !== 'streets') throw new UsageError('KIND must be points or streets');
    return withGateway(call, async ({ parts }) => {
      await removeAddresses(parts, { agencyId: call.options.agency, kind, actor: CONSOLE });
      const { agency } = call.options;
      call.print({ agency, kind, is_removed: true }, `Removed the ${WORDS[kind]} of ${agency}\n`);
      return 0;
    });
  },
});
