import type { Audit } from '../../audit/append-record.ts';
import type { Actor } from '../../audit/types.ts';
import type { Database } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import { refuse } from '../../kernel/errors.ts';
import type { Origin } from '../../kernel/origin.ts';
import { readAgency } from '../find-agencies.ts';
import { cellCountOf } from './grid.ts';
import { type AddressFormat, readFile } from './read-file.ts';
import { type ReadRecord, readRecord } from './read-record.ts';
import {
  beginSet,
  countRows,
  currentSets,
  insertPoints,
  insertSegments,
  makeCurrent,
  replaceCurrent,
} from './store.ts';
import type { AddressKind, AddressSet } from './types.ts';

interface Ports {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
}

/** What was loaded: how many records, and of those left out why the first ones are. */
export interface LoadedAddresses {
  readonly kind: AddressKind;
  readonly recordCount: number;
  readonly skippedCount: number;
  readonly examples: readonly string[];
}

/** Written at once, so that no other write waits for more. */
const ROWS_A_BATCH = 1_000;
const CELLS_A_BATCH = 10_000;
const EXAMPLES_AT_MOST = 5;
const NAME_CHARACTERS = 120;

type Taken = Exclude<ReadRecord, { kind: 'skipped' }>;

/** Collects what is read and writes it in batches, of which nothing is read before the set is current. */
class Loading {
  readonly #ports: Ports;
  readonly #agencyId: string;
  readonly #fileName: string;
  readonly #examples: string[] = [];
  #waiting: Taken[] = [];
  #waitingCells = 0;
  #set: { id: number; kind: AddressKind } | undefined;
  #written = 0;
  #records = 0;

  constructor(ports: Ports, { agencyId, fileName }: { agencyId: string; fileName: string }) {
    this.#ports = ports;
    this.#agencyId = agencyId;
    this.#fileName = fileName;
  }

  async take(record: ReadRecord): Promise<void> {
    this.#records += 1;
    if (record.kind === 'skipped') {
      if (this.#examples.length < EXAMPLES_AT_MOST) this.#examples.push(`Record ${this.#records}: ${record.reason}`);
      return;
    }
    const kind = this.#set?.kind ?? this.#waiting[0]?.kind ?? record.kind;
    if (record.kind !== kind) {
      throw refuse.invalidRequest({
        description: `It has points and lines (record ${this.#records}); load address points and road centre lines from a file each`,
      });
    }
    this.#waiting.push(record);
    if (record.kind === 'streets') this.#waitingCells += cellCountOf(record.segment.line);
    if (this.#waiting.length >= ROWS_A_BATCH || this.#waitingCells >= CELLS_A_BATCH) await this.#write();
  }

  async finish(): Promise<{ setId: number; loaded: LoadedAddresses }> {
    if (this.#waiting.length > 0) await this.#write();
    if (this.#set === undefined) {
      const why = this.#examples.length === 0 ? 'it has no records' : this.#examples.join('; ');
      throw refuse.invalidRequest({ description: `It has no address point and no road that can be read: ${why}` });
    }
    const { id, kind } = this.#set;
    const counts = { recordCount: this.#written, skippedCount: this.#records - this.#written };
    return { setId: id, loaded: { kind, ...counts, examples: this.#examples } };
  }

  async #write(): Promise<void> {
    const { database, clock } = this.#ports;
    const rows = this.#waiting;
    const agencyId = this.#agencyId;
    const kind = rows[0]?.kind ?? 'points';
    const set = this.#set;
    const firstNumber = this.#written;
    this.#waiting = [];
    this.#waitingCells = 0;
    const id = await database.write(
      async ({ query }) => {
        const setId = set?.id ?? (await beginSet(query, { agencyId, kind, fileName: this.#fileName, at: clock.now() }));
        const points = rows.flatMap((row) => (row.kind === 'points' ? [row.point] : []));
        const segments = rows.flatMap((row) => (row.kind === 'streets' ? [row.segment] : []));
        if (points.length > 0) await insertPoints(query, setId, points);
        if (segments.length > 0) await insertSegments(query, { setId, firstNumber }, segments);
        return setId;
      },
      { agencyId },
    );
    this.#set = { id, kind };
    this.#written += rows.length;
  }
}

/**
 * Loads an agency's address points or road centre lines, in the place of those of the same kind: until the whole file is read, those
 * before are. The rows are written in batches and made current in one transaction with its audit record; what is left of a file that
 * could not be read to its end is removed by the clean-up. A record that cannot be read is left out and counted. Refuses
 * an unknown agency (`not_found`), and a file of neither, or of both (`invalid_request`).
 */
export async function loadAddresses(
  ports: Ports,
  request: {
    readonly agencyId: string;
    readonly fileName: string;
    readonly format: AddressFormat;
    readonly pieces: AsyncIterable<Uint8Array>;
    readonly actor: Actor;
    readonly origin?: Origin;
  },
): Promise<LoadedAddresses> {
  const { agencyId, format, pieces, actor, origin } = request;
  const fileName = request.fileName.slice(0, NAME_CHARACTERS);
  await readAgency(ports, agencyId);
  const loading = new Loading(ports, { agencyId, fileName });
  for await (const records of readFile(format, pieces)) {
    for (const record of records) await loading.take(readRecord(record));
  }
  const { setId, loaded } = await loading.finish();
  const { kind, recordCount: records, skippedCount: skipped } = loaded;
  await ports.database.write(
    async (tx) => {
      await countRows(tx.query, tx.engine);
      await makeCurrent(tx.query, { agencyId, kind, setId, records, skipped });
      await ports.audit.append(tx, {
        actor,
        agencyId,
        action: 'agency.addresses_loaded',
        outcome: 'success',
        subject: agencyId,
        ...(origin && { origin }),
        detail: { kind, fileName, records, skipped },
      });
    },
    { agencyId },
  );
  return loaded;
}

/** Removes the agency's address points or road centre lines. Refuses with `not_found` where it has none. */
export async function removeAddresses(
  ports: Ports,
  request: { agencyId: string; kind: AddressKind; actor: Actor; origin?: Origin },
): Promise<void> {
  const { agencyId, kind, actor, origin } = request;
  await readAgency(ports, agencyId);
  await ports.database.write(
    async (tx) => {
      if (!(await replaceCurrent(tx.query, agencyId, kind))) {
        const what = kind === 'points' ? 'address points' : 'road centre lines';
        throw refuse.notFound({ description: `${agencyId} has no ${what}` });
      }
      await ports.audit.append(tx, {
        actor,
        agencyId,
        action: 'agency.addresses_removed',
        outcome: 'success',
        subject: agencyId,
        ...(origin && { origin }),
        detail: { kind },
      });
    },
    { agencyId },
  );
}

/** What the agency has loaded, of each kind. Refuses an unknown agency (`not_found`). */
export async function listAddressSets(ports: { database: Database }, agencyId: string): Promise<readonly AddressSet[]> {
  await readAgency(ports, agencyId);
  return currentSets(ports.database.read, agencyId);
}
