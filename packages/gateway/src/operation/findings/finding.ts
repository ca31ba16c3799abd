/** `fault`: something does not work or is open to others. `warning`: it works, and something should be seen to. */
export type FindingStatus = 'ok' | 'warning' | 'fault';

/** What one check found, and what to do about it. */
export interface Finding {
  readonly check: string;
  readonly status: FindingStatus;
  readonly found: string;
  /** Missing where nothing is to be done. */
  readonly action?: string;
}

export const ok = (check: string, found: string): Finding => ({ check, status: 'ok', found });
export const warning = (check: string, found: string, action: string): Finding => ({
  check,
  status: 'warning',
  found,
  action,
});
export const fault = (check: string, found: string, action: string): Finding => ({
  check,
  status: 'fault',
  found,
  action,
});
