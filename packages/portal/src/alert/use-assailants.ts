import type { IncidentSummary } from '@sallyport/contract';
import { useQuery } from '@tanstack/react-query';
import { useSallyport } from '../api/sallyport-context.tsx';
import { usePollInterval } from '../live/live-state.ts';

/** The agency's open active assailant alerts, however many incidents came after them; undefined until they are read. */
export function useAssailants(): readonly IncidentSummary[] | undefined {
  const { incidents } = useSallyport();
  const { data } = useQuery({
    queryKey: ['assailants'],
    queryFn: ({ signal }) => incidents.assailants(signal),
    refetchInterval: usePollInterval(),
  });
  return data?.incidents;
}
