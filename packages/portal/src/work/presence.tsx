import { SallyportError } from '@sallyport/client';
import type { Seat } from '@sallyport/contract';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext } from 'react';
import { useSallyport } from '../api/sallyport-context.tsx';
import { useMay } from '../current-session/use-may.ts';
import { seatId } from '../live/seat-id.ts';

const ATTEND_EVERY_MS = 6_000;

/** Null until the server has answered, and for whoever may not work on incidents. */
const PresenceContext = createContext<readonly Seat[] | null>(null);

/** States what this page looks at, and knows who else of the agency is at work, and at what they look. */
export function PresenceProvider({ lookingAt, children }: { lookingAt: string | null; children: ReactNode }) {
  const { work } = useSallyport();
  const mayWork = useMay()('incidents:work');
  const incidentId = lookingAt?.replace(/^alert-/, '') ?? null;
  const seats = useQuery({
    queryKey: ['seats', incidentId],
    queryFn: ({ signal }) =>
      work.attend(seatId(), incidentId, signal).catch((err: unknown) => {
        // The address names an incident that is not there: the seat looks at none.
        if (err instanceof SallyportError && err.status === 404) return work.attend(seatId(), null, signal);
        throw err;
      }),
    refetchInterval: ATTEND_EVERY_MS,
    refetchIntervalInBackground: true,
    placeholderData: keepPreviousData,
    enabled: mayWork,
  });
  return <PresenceContext value={seats.data?.seats ?? null}>{children}</PresenceContext>;
}

/** Who of the agency is at work; null where that is not known. */
export function usePresence(): readonly Seat[] | null {
  return useContext(PresenceContext);
}
