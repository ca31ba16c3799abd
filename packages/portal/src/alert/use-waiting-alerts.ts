import type { IncidentSummary } from '@sallyport/contract';
import { useQuery } from '@tanstack/react-query';
import { useSallyport } from '../api/sallyport-context.tsx';
import { usePollInterval } from '../live/live-state.ts';

/** The agency's alerts that wait for an answer, however old, the nearest deadline first; undefined until they are read. */
export function useWaitingAlerts(): readonly IncidentSummary[] | undefined {
  const { incidents } = useSallyport();
  const { data } = useQuery({
    queryKey: ['waiting'],
    queryFn: ({ signal }) => incidents.waiting(signal),
    refetchInterval: usePollInterval(),
  });
  return data?.incidents;
}
