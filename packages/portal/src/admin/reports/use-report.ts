import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useSallyport } from '../../api/sallyport-context.tsx';
import { useSession } from '../../current-session/session-context.ts';
import { localInput } from '../../time/local-input.ts';
import { serverNow } from '../../time/server-clock.ts';
import type { AdminAgency } from '../chosen-agency/use-admin-agency.ts';
import type { Period } from './period.ts';

const FRESH_MS = 60_000;

/** The day that it is now by the clocks of the agency that is administered, as `2026-11-21`; UTC's until that is known. */
export function useToday(agency: AdminAgency): string {
  const own = useSession().agency?.time_zone;
  const chosen = agency.agencies.find(({ id }) => id === agency.agencyId)?.time_zone;
  return localInput(serverNow(), own ?? chosen ?? 'UTC').slice(0, 10);
}

/** The figures of those days. They are read again when the page is come back to, at most once a minute. */
export function useReport(agency: AdminAgency, { since, until }: Period) {
  const sallyport = useSallyport();
  return useQuery({
    queryKey: ['report', agency.agencyId, since, until],
    queryFn: ({ signal }) => sallyport.reports.read({ since, until }, agency.agencyId, signal),
    enabled: agency.isReady,
    placeholderData: keepPreviousData,
    staleTime: FRESH_MS,
  });
}
