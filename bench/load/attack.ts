import type { Address } from '../process/start-server.ts';

/** Something a stranger or one client does to a server until it is stopped. */
export interface Attack {
  readonly name: string;
  /** True where it comes through a reverse proxy on this machine, which states whom each request is from. */
  readonly isForwarded?: boolean;
  /** What must be there before the server is called idle. */
  prepare?(server: Address): Promise<void>;
  start(server: Address): Promise<() => void>;
}
