import { refuse } from '../../kernel/errors.ts';

/** Which records are asked for. Null is every one. */
export interface AuditFilter {
  readonly agencyId: string | null;
  /** Persons, clients, incidents: a record has each of them as who did it or as what it was done to. */
  readonly involved: readonly string[];
  readonly action: string | null;
  readonly outcome: 'success' | 'refused' | null;
  /** From this instant on, in milliseconds. */
  readonly since: number | null;
  /** Before this instant, in milliseconds. */
  readonly until: number | null;
}

/** Refuses a span that has no instant: one that ends before it begins, or as it begins. */
export function checkFilter({ since, until }: AuditFilter): void {
  if (since === null || until === null || since < until) return;
  throw refuse.invalidRequest({ description: 'since must come before until' });
}

/** What the audit states of a search: who reads the audit is audited, and so is what for. */
export function filterDetail({ involved, action, outcome, since, until }: AuditFilter): Record<string, unknown> {
  const instant = (at: number | null) => (at === null ? null : new Date(at).toISOString());
  const given = { involved, action, outcome, since: instant(since), until: instant(until) };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null && value.length > 0));
}
