import type { IncidentSummary } from '@sallyport/contract';
import { useQuery } from '@tanstack/react-query';
import { useSallyport } from '../api/sallyport-context.tsx';
import { usePollInterval } from '../live/live-state.ts';

const NEWEST = 20;

/** The agency's alerts that a seat may ring for; undefined until they are read. */
export function useOpenAlerts(): readonly IncidentSummary[] | undefined {
  const { incidents } = useSallyport();
  const { data } = useQuery({
    queryKey: ['open'],
    queryFn: ({ signal }) => incidents.open(signal),
    refetchInterval: usePollInterval(),
  });
  return data?.incidents;
}

/** The agency's newest incidents of every kind; undefined until they are read. */
export function useNewest(): readonly IncidentSummary[] | undefined {
  const { incidents } = useSallyport();
  const { data } = useQuery({
    queryKey: ['newest'],
    queryFn: ({ signal }) => incidents.list({ limit: NEWEST }, signal),
    refetchInterval: usePollInterval(),
  });
  return data?.incidents;
}
