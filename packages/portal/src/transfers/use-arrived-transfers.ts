import type { IncidentTransfer } from '@sallyport/contract';
import { useMemo, useState } from 'react';
import { useTransfers } from './use-transfers.ts';

/** The incidents of other agencies that this one sees since the page was opened, each from when it came until it is over. */
export function useArrivedTransfers(): readonly IncidentTransfer[] {
  const { data } = useTransfers();
  const received = useMemo(
    () => data?.transfers.filter(({ direction, in_force }) => direction === 'received' && in_force),
    [data],
  );
  const [before, setBefore] = useState<ReadonlySet<string>>();
  if (before === undefined && received !== undefined) setBefore(new Set(received.map(({ id }) => id)));
  return useMemo(() => (received ?? []).filter(({ id }) => before?.has(id) === false), [received, before]);
}
