import { useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { SESSION_KEY } from '../api/query-client.ts';
import { useLock, useSallyport } from '../api/sallyport-context.tsx';
import { EventSocket } from './event-socket.ts';
import { publishLiveEvent } from './live-events.ts';
import { LiveContext, type LiveState } from './live-state.ts';
import { QueuePatch } from './queue-patch.ts';
import { Renewal } from './renewal.ts';
import { seatId } from './seat-id.ts';

/** Keeps everything below it in step with the agency's event log; with a deeplink's id, with what that deeplink finds. */
export function LiveProvider({ deeplinkId, children }: { deeplinkId: string | null; children: ReactNode }) {
  const queryClient = useQueryClient();
  const { incidents } = useSallyport();
  const lock = useLock();
  const patch = useMemo(() => new QueuePatch(queryClient, incidents), [queryClient, incidents]);
  const [state, setState] = useState<LiveState>({ kind: 'connecting' });
  useEffect(() => {
    const renewal = new Renewal(queryClient, lock);
    const socket = new EventSocket((after) => streamAddress(deeplinkId, after), {
      onState: (next, isSessionOver) => {
        setState(next);
        if (next.kind === 'lost' && !isSessionOver) renewal.ofEverything();
      },
      onEvent: (event) => {
        renewal.afterEvent(event);
        patch.afterEvent(event);
        publishLiveEvent(event);
      },
      onTransfers: () => renewal.ofTransfers(),
      onFreshStart: () => renewal.ofEverything(),
      onSessionOver: () => void queryClient.invalidateQueries({ queryKey: SESSION_KEY }),
    });
    socket.open();
    return () => socket.close();
  }, [deeplinkId, queryClient, patch, lock]);
  return (
    <PatchContext value={patch}>
      <LiveContext value={state}>{children}</LiveContext>
    </PatchContext>
  );
}

const PatchContext = createContext<QueuePatch | null>(null);

/** What keeps the queue's lists in step; null where nothing follows the log. */
export function useQueuePatch(): QueuePatch | null {
  return useContext(PatchContext);
}

function streamAddress(deeplinkId: string | null, after: string | null): string {
  const address = new URL('/api/incidents/stream', location.href);
  address.protocol = location.protocol.replace('http', 'ws');
  if (deeplinkId !== null) address.searchParams.set('deeplink', deeplinkId);
  address.searchParams.set('seat', seatId());
  if (after !== null) address.searchParams.set('after', after);
  return address.href;
}
