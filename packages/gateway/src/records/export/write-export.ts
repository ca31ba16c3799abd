import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from '../../database/database.ts';
import { findPiece } from '../../incidents/media/store.ts';
import { toRfc3339 } from '../../kernel/clock.ts';
import type { TimedScope } from '../scope.ts';
import { finishFolder, MEDIA, prepareFolder } from './export-folder.ts';
import { pageOfRecords, RECORD_KINDS, type RecordKind, type Row } from './store.ts';
import { hashOf, type WrittenFile, writeHashed } from './written-file.ts';

const ROWS_A_PAGE = 500;

export interface Manifest {
  readonly format: 1;
  readonly made_at: string;
  readonly agency_id: string | null;
  readonly phone_number: string | null;
  readonly from: string | null;
  readonly until: string | null;
  /** How many records of each kind, and how many media files. */
  readonly counts: Readonly<Record<string, number>>;
  readonly files: readonly WrittenFile[];
}

export interface ExportWork {
  /** One state of the database that stays as it is until the export is written. */
  readonly read: Database['read'];
  readonly scope: TimedScope;
  readonly folder: string;
  readonly now: number;
  readonly onProgress: (step: string) => void;
}

type Read = Pick<ExportWork, 'read' | 'scope'>;

async function* rowsOf({ read, scope }: Read, kind: RecordKind): AsyncGenerator<Row> {
  for (let last: Row | undefined; ; ) {
    const page = await pageOfRecords(read, { kind, scope, last, limit: ROWS_A_PAGE });
    yield* page;
    last = page.at(-1);
    if (page.length < ROWS_A_PAGE) return;
  }
}

async function* piecesOf(read: Database['read'], id: string): AsyncGenerator<Buffer> {
  for (let number = 0; ; number += 1) {
    const piece = await findPiece(read, id, number);
    if (piece === undefined) return;
    yield piece;
  }
}

/** `image/png` is `.png`; what is not of that form has no ending. */
function endingOf(contentType: string): string {
  const [, subtype] = /^[a-z]+\/(?:x-)?([a-z0-9]{2,8})\b/.exec(contentType) ?? [];
  return subtype === undefined ? '' : `.${subtype}`;
}

const stated = (at: number, otherwise: number) => (at === otherwise ? null : toRfc3339(at));

/**
 * Writes everything of the scope into the folder: a file of JSON lines a kind of record, the media, and at last a manifest
 * with what each file is. Until the manifest is there, `UNFINISHED.json` is. Refuses as `prepareFolder` does, and with an
 * `Error` where a media file is not what its SHA-256 states.
 */
export async function writeExport(work: ExportWork): Promise<Manifest> {
  const { folder, scope, onProgress, read } = work;
  const request = {
    agency_id: scope.agencyId,
    phone_number: scope.phoneNumber,
    from: stated(scope.from, 0),
    until: stated(scope.until, Number.MAX_SAFE_INTEGER),
  };
  prepareFolder(folder, request);
  const files: WrittenFile[] = [];
  const counts: Record<string, number> = {};
  for (const kind of Object.keys(RECORD_KINDS) as RecordKind[]) {
    let count = 0;
    const lines = async function* () {
      for await (const row of rowsOf(work, kind)) {
        count += 1;
        if (count % ROWS_A_PAGE === 0) onProgress(`${kind}: ${count}`);
        yield `${JSON.stringify(row)}\n`;
      }
    };
    const name = `${kind}.jsonl`;
    files.push({ name, ...(await writeHashed(join(folder, name), lines())) });
    counts[kind] = count;
    onProgress(`${kind}: ${count}`);
  }
  let done = 0;
  for await (const row of rowsOf(work, 'media_files')) {
    files.push(await writeMedia(read, folder, row));
    done += 1;
    onProgress(`${done} of ${counts['media_files']} media files`);
  }
  const manifest: Manifest = { format: 1, made_at: toRfc3339(work.now), ...request, counts, files };
  finishFolder(folder, manifest);
  return manifest;
}

async function writeMedia(read: Database['read'], folder: string, row: Row): Promise<WrittenFile> {
  const [id, sha256] = [String(row['id']), String(row['sha256'])];
  const name = `${MEDIA}/${id}${endingOf(String(row['content_type']))}`;
  const path = join(folder, name);
  const bytes = Number(row['size_bytes']);
  if (existsSync(path) && (await hashOf(path)) === sha256) return { name, bytes, sha256 };
  // By another name until it is whole.
  const written = await writeHashed(`${path}.part`, piecesOf(read, id));
  if (written.sha256 !== sha256) throw new Error(`the media file ${id} is not what its SHA-256 states`);
  renameSync(`${path}.part`, path);
  return { name, ...written };
}
