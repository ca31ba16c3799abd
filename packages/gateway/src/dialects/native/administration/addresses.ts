import { AddressKindParams, AddressSetList, LoadedAddresses } from '@sallyport/contract';
import { Type } from 'typebox';
import { listAddressSets, loadAddresses, removeAddresses } from '../../../agencies/addresses/load-addresses.ts';
import type { AddressKind } from '../../../agencies/addresses/types.ts';
import type { Audit } from '../../../audit/append-record.ts';
import { actorOf } from '../../../authorization/principals/principal.ts';
import type { Database } from '../../../database/database.ts';
import type { ArrivedFile } from '../../../kernel/arrived-file.ts';
import { type Clock, toRfc3339 } from '../../../kernel/clock.ts';
import { refuse } from '../../../kernel/errors.ts';
import { CHOSEN_AGENCY, chosenAgency } from '../../requests/chosen-agency.ts';
import { principalOf, type Route } from '../../routing/route.ts';
import { nativeErrors } from '../problems/errors.ts';

/** What loading and removing need. */
export interface LoadPorts {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
}

const administering = {
  errors: nativeErrors,
  path: '/api/addresses',
  access: { kind: 'administrator', right: 'addresses:manage' },
  limit: 'reads',
} as const;
/** Some 100,000 address points; larger files are loaded by the command. */
const FILE_BYTES_AT_MOST = 33_554_432;
const PIECE_BYTES = 65_536;

export const list: Route<{ database: Database }> = {
  ...administering,
  method: 'GET',
  summary: 'Which address points and road centre lines the agency has loaded',
  body: 'none',
  schema: { query: CHOSEN_AGENCY, responses: { 200: AddressSetList } },
  async handle(ports, request) {
    const sets = await listAddressSets(ports, await chosenAgency(ports, request));
    return {
      status: 200,
      body: {
        sets: sets.map(({ kind, fileName, recordCount, skippedCount, loadedAt }) => ({
          kind,
          file_name: fileName,
          record_count: recordCount,
          skipped_count: skippedCount,
          loaded_at: toRfc3339(loadedAt),
        })),
      },
    };
  },
};

const formatOf = (type: string) => {
  if (/^text\/csv/i.test(type)) return 'csv';
  return /^application\/geopackage\+sqlite3/i.test(type) ? 'gpkg' : 'geojson';
};

export const load: Route<LoadPorts> = {
  ...administering,
  method: 'POST',
  summary: 'Load address points or road centre lines: the body is the GeoJSON, CSV or GeoPackage file itself',
  body: 'table',
  bodyLimitBytes: FILE_BYTES_AT_MOST,
  schema: {
    query: Type.Intersect([
      CHOSEN_AGENCY,
      Type.Object({
        file_name: Type.Optional(
          Type.String({ maxLength: 120, description: 'What the file is called', examples: ['county.geojson'] }),
        ),
      }),
    ]),
    responses: { 201: LoadedAddresses },
  },
  async handle(ports, request) {
    const file = request.body as ArrivedFile | undefined;
    if (file === undefined)
      throw refuse.invalidRequest({ description: 'Send the file itself, as GeoJSON, CSV or GeoPackage' });
    const format = formatOf(String(request.headers['content-type']));
    const loaded = await loadAddresses(ports, {
      agencyId: await chosenAgency(ports, request),
      fileName: request.query['file_name'] ?? `addresses.${format}`,
      format,
      pieces: file.pieces(PIECE_BYTES),
      actor: actorOf(principalOf(request)),
      origin: request.origin,
    });
    const { kind, recordCount, skippedCount, examples } = loaded;
    const counts = { record_count: recordCount, skipped_count: skippedCount };
    return { status: 201, body: { kind, ...counts, examples: [...examples] } };
  },
};

export const remove: Route<LoadPorts> = {
  ...administering,
  path: '/api/addresses/:kind',
  method: 'DELETE',
  summary: "Remove the agency's address points or road centre lines",
  body: 'none',
  schema: { params: AddressKindParams, query: CHOSEN_AGENCY, responses: { 204: null } },
  async handle(ports, request) {
    await removeAddresses(ports, {
      agencyId: await chosenAgency(ports, request),
      kind: request.params['kind'] as AddressKind,
      actor: actorOf(principalOf(request)),
      origin: request.origin,
    });
    return { status: 204 };
  },
};
