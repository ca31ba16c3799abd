import type { ColumnType } from 'kysely';

/** What an operator reads of the installation. */
export interface OperationTables {
  servers: {
    id: string;
    host: string;
    version: string;
    started_at: number;
    seen_at: number;
    sockets: number;
    events_behind: number;
    /** JSON: names of parts with their status */
    not_ready: string;
    /** 1 where it reads packed rows; a server of the version before states nothing of it. */
    reads_packed: ColumnType<number, number | undefined, number>;
  };
  backups: {
    id: string;
    made_at: number;
    version: string;
    size_bytes: number;
    audit_faults: number;
    is_encrypted: number;
  };
  /** One row a day of UTC. */
  storage_days: { day: string; size_bytes: number };
}
