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
