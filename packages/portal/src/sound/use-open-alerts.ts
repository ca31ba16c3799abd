import type { IncidentSummary, RingingTransfer } from '@sallyport/contract';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useSallyport } from '../api/sallyport-context.tsx';
import { useMay } from '../current-session/use-may.ts';
import { usePollInterval } from '../live/live-state.ts';
import type { RingingAlert } from './ringing.ts';

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

/** The alerts of other agencies that a seat may ring for, as those of its own; nothing is asked for whom it is not. */
export function useRingingTransfers(): readonly RingingAlert[] | undefined {
  const { transfers } = useSallyport();
  const may = useMay();
  const { data } = useQuery({
    queryKey: ['transfers', 'ringing'],
    queryFn: ({ signal }) => transfers.ringing(signal),
    enabled: may('transfers:read'),
    refetchInterval: usePollInterval(),
  });
  return useMemo(() => data?.transfers.map(toRinging), [data]);
}

/** As an alert of the agency's own: who and where do not cross, and whose it is stands for its sender. */
function toRinging({ agency_id: _agency, agency_name, signalled_at, ...alert }: RingingTransfer): RingingAlert {
  return {
    ...alert,
    ...{ kind: 'alert', alert_id: null, isTransferred: true, supplied_by: agency_name, disposition: null },
    ...{ caller_name: null, caller_phone_number: null, description: null, location: null },
    updated_at: alert.created_at,
    ...(signalled_at !== null && { signalled_at }),
  };
}

/** What a seat rings for: the agency's own, and what it may answer of others; undefined until its own are read. */
export function useWhatMayRing(): readonly RingingAlert[] | undefined {
  const own = useOpenAlerts();
  const others = useRingingTransfers();
  return useMemo(() => own && (others === undefined ? own : [...own, ...others]), [own, others]);
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
