import type { TableCounts } from '../../database/table-counts.ts';
import { InstallationError } from '../../kernel/installation-error.ts';

/** What a backup states of itself. */
export interface Manifest {
  /** RFC 3339. */
  readonly made_at: string;
  /** Of the program that made it. */
  readonly version: string;
  readonly engine: 'sqlite' | 'postgres';
  readonly tables: TableCounts;
  readonly audit: { readonly chains: number; readonly records: number; readonly faults: number };
}

/** The parts beside the database's own tables. */
export const PART = {
  manifest: 'manifest',
  id: 'sallyport.id',
  anchors: 'sallyport.anchors',
  key: 'sallyport.key',
} as const;

export function readManifest(text: string | undefined, file: string): Manifest {
  if (text === undefined) throw new InstallationError(`${file} does not state what it is a backup of: it is damaged`);
  return JSON.parse(text) as Manifest;
}
