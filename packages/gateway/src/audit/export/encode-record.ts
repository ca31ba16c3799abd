import type { AuditRecord } from '../types.ts';

/** How an export is written: one JSON document a line, or comma-separated values (RFC 4180). */
export type ExportFormat = 'jsonl' | 'csv';

export const CSV_COLUMNS = [
  'at',
  'actor_kind',
  'actor_id',
  'agency_id',
  'action',
  'outcome',
  'subject',
  'source',
  'request_id',
  'detail',
  'chain',
  'number',
  'previous_hash',
  'hash',
] as const satisfies readonly (keyof AuditRecord)[];

/** A spreadsheet takes a cell that begins so for a formula and runs it; with an apostrophe in front it is text. */
const FORMULA = /^['=+\-@\t\r]/;

function cell(value: string | number | null): string {
  if (value === null) return '';
  const text = String(value);
  const harmless = FORMULA.test(text) ? `'${text}` : text;
  // An empty text is quoted, so that it is not taken for nothing.
  return harmless === '' || /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** A record with everything its hash is over, as one line. */
export function jsonLine({ detail, at, ...record }: AuditRecord): string {
  const line = { ...record, at: new Date(at).toISOString(), detail: JSON.parse(detail) as unknown };
  return `${JSON.stringify(line)}\n`;
}

export const CSV_HEADER = `${CSV_COLUMNS.join(',')}\r\n`;

/** A record with everything its hash is over, as one row. */
export function csvRow(record: AuditRecord): string {
  const cells = { ...record, at: new Date(record.at).toISOString() };
  return `${CSV_COLUMNS.map((column) => cell(cells[column])).join(',')}\r\n`;
}
