import type { AuditQuery } from '@sallyport/contract';
import { useSearchParams } from 'react-router';

/** What records can be filtered by, each a parameter of the page's address. */
export const FILTERS = ['person_id', 'client_id', 'incident_id', 'action', 'outcome', 'since', 'until'] as const;
export type Filter = (typeof FILTERS)[number];

/** The filters in the page's address, which a colleague can be sent, and the cursor of the page that is shown. */
export function useAuditFilter() {
  const [params, setParams] = useSearchParams();
  const given = FILTERS.flatMap((name) => {
    const value = params.get(name);
    return value === null || value === '' ? [] : [{ name, value }];
  });
  const change = (changes: Readonly<Record<string, string | null>>) =>
    setParams((before) => {
      const after = new URLSearchParams(before);
      // A cursor is a place among the records of a filter.
      after.delete('cursor');
      for (const [name, value] of Object.entries(changes)) {
        if (value === null) after.delete(name);
        else after.set(name, value);
      }
      return after;
    });
  return {
    given,
    query: Object.fromEntries(given.map(({ name, value }) => [name, value])) as AuditQuery,
    cursor: params.get('cursor'),
    agency: params.get('agency'),
    change,
  };
}

export type AuditFilter = ReturnType<typeof useAuditFilter>;
