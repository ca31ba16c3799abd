import { createHash } from 'node:crypto';
import type { AuditRecord, ChainHead } from '../types.ts';
import { CSV_COLUMNS, CSV_HEADER } from './encode-record.ts';

/** What a file has that was exported as JSON lines or CSV. */
export interface ExportedFile {
  readonly records: readonly AuditRecord[];
  /** The newest record of each chain. */
  readonly heads: readonly ChainHead[];
  /** Of the lines that are no record, their numbers, from 1 on. */
  readonly strange: readonly number[];
  readonly sha256: string;
}

/** Reads an export. Null where the file is none: its first line is neither the columns of one nor a record. */
export function readExported(bytes: Buffer): ExportedFile | null {
  const text = bytes.toString('utf8');
  const isCsv = text.startsWith(CSV_HEADER);
  const lines = isCsv ? rowsOf(text).slice(1).map(fromCells) : jsonLines(text).map(fromJson);
  if (!isCsv && lines[0] == null) return null;
  const records = lines.filter((record) => record !== null);
  const heads = new Map<string, ChainHead>();
  for (const { chain, number, hash, at } of records) {
    if (number > (heads.get(chain)?.number ?? 0)) heads.set(chain, { chain, number, hash, at });
  }
  const firstLine = isCsv ? 2 : 1;
  const strange = lines.flatMap((record, index) => (record === null ? [index + firstLine] : []));
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { records, heads: [...heads.values()], strange, sha256 };
}

function jsonLines(text: string): string[] {
  const lines = text.split('\n');
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

function fromJson(line: string): AuditRecord | null {
  try {
    const { at, detail, ...record } = JSON.parse(line) as Omit<AuditRecord, 'at' | 'detail'> & Record<string, unknown>;
    return whole({ ...record, at: Date.parse(String(at)), detail: JSON.stringify(detail) });
  } catch {
    return null;
  }
}

/** A cell, and what ends it: RFC 4180. */
const CELL = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/y;

/** Null is a cell with nothing in it; an empty text is quoted. A row that is no CSV ends what is read. */
function rowsOf(text: string): (string | null)[][] {
  const rows: (string | null)[][] = [];
  let row: (string | null)[] = [];
  CELL.lastIndex = 0;
  while (CELL.lastIndex < text.length) {
    const match = CELL.exec(text);
    if (match === null) return [...rows, []];
    const [, quoted, plain, end] = match;
    row.push(quoted?.replaceAll('""', '"') ?? (plain || null));
    if (end === ',') continue;
    rows.push(row);
    row = [];
  }
  return row.length > 0 ? [...rows, row] : rows;
}

function fromCells(cells: readonly (string | null)[]): AuditRecord | null {
  if (cells.length !== CSV_COLUMNS.length) return null;
  // The apostrophe in front of what a spreadsheet would run.
  const texts = cells.map((text) => (text?.startsWith("'") ? text.slice(1) : text));
  const record = Object.fromEntries(CSV_COLUMNS.map((column, index) => [column, texts[index]]));
  return whole({ ...record, at: Date.parse(String(record['at'])), number: Number(record['number']) });
}

const TEXTS = ['chain', 'actor_kind', 'actor_id', 'action', 'outcome', 'detail', 'previous_hash', 'hash'] as const;

function whole(record: object): AuditRecord | null {
  const read = record as AuditRecord;
  const isWhole =
    TEXTS.every((name) => typeof read[name] === 'string') &&
    Number.isSafeInteger(read.number) &&
    Number.isSafeInteger(read.at);
  return isWhole ? read : null;
}
