import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
import { SESSION_KEY } from '../api/query-client.ts';
import { EventSocket } from './event-socket.ts';
import { LiveContext, type LiveState } from './live-state.ts';
import { Renewal } from './renewal.ts';
import { seatId } from './seat-id.ts';

/** Keeps everything below it in step with the agency's event log; with a deeplink's id, with what that deeplink finds. */
export function LiveProvider({ deeplinkId, children }: { deeplinkId: string | null; children: ReactNode }) {
  const queryClient = useQueryClient();
  const [state, setState] = useState<LiveState>({ kind: 'connecting' });
  useEffect(() => {
    const renewal = new Renewal(queryClient);
    const socket = new EventSocket((after) => streamAddress(deeplinkId, after), {
      onState: (next, isSessionOver) => {
        setState(next);
        if (next.kind === 'lost' && !isSessionOver) renewal.ofEverything();
      },
      onEvent: (event) => renewal.afterEvent(event),
      onFreshStart: () => renewal.ofEverything(),
      onSessionOver: () => void queryClient.invalidateQueries({ queryKey: SESSION_KEY }),
    });
    socket.open();
    return () => socket.close();
  }, [deeplinkId, queryClient]);
  return <LiveContext value={state}>{children}</LiveContext>;
}

function streamAddress(deeplinkId: string | null, after: string | null): string {
  const address = new URL('/api/incidents/stream', location.href);
  address.protocol = location.protocol.replace('http', 'ws');
  if (deeplinkId !== null) address.searchParams.set('deeplink', deeplinkId);
  address.searchParams.set('seat', seatId());
  if (after !== null) address.searchParams.set('after', after);
  return address.href;
}
