import { type RefObject, useEffect, useRef, useState } from 'react';
import { refusalText } from '../api/refusal-text.ts';
import { useSallyport } from '../api/sallyport-context.tsx';
import { translated } from '../words/translated.ts';
import type { OnTheLine } from './listening-room.ts';

export type Listening =
  | { readonly kind: 'off' | 'joining' | 'ended' }
  | { readonly kind: 'on'; readonly others: readonly OnTheLine[]; readonly isReconnecting: boolean }
  | { readonly kind: 'failed'; readonly why: string };

interface ListeningControl {
  readonly listening: Listening;
  readonly start: () => void;
  readonly stop: () => void;
}

/** Listening to one incident's call from this page. LiveKit's client is loaded when it starts; leaving the page ends it. */
export function useListening(incidentId: string, outlet: RefObject<HTMLElement | null>): ListeningControl {
  const sallyport = useSallyport();
  const [listening, setListening] = useState<Listening>({ kind: 'off' });
  const attempt = useRef(0);
  const leave = useRef<(() => void) | null>(null);

  const end = (next: Listening) => {
    attempt.current += 1;
    leave.current?.();
    leave.current = null;
    setListening(next);
  };
  useEffect(
    () => () => {
      attempt.current += 1;
      leave.current?.();
    },
    [],
  );

  const join = async (own: number) => {
    const isOwn = () => own === attempt.current;
    try {
      const [{ listenTo }, { url, stream_token: token }] = await Promise.all([
        import('./listening-room.ts'),
        sallyport.incidents.listen(incidentId),
      ]);
      if (!isOwn() || outlet.current === null) return;
      const leaveRoom = await listenTo({ url, token }, outlet.current, {
        onChange: (others, isReconnecting) => {
          if (isOwn()) setListening({ kind: 'on', others, isReconnecting });
        },
        onEnd: () => {
          if (isOwn()) end({ kind: 'ended' });
        },
      });
      if (isOwn()) leave.current = leaveRoom;
      else leaveRoom();
    } catch (error) {
      if (isOwn()) end({ kind: 'failed', why: whyNot(error) });
    }
  };
  const start = () => {
    attempt.current += 1;
    setListening({ kind: 'joining' });
    void join(attempt.current);
  };
  return { listening, start, stop: () => end({ kind: 'off' }) };
}

function whyNot(error: unknown): string {
  return error instanceof Error && error.name === 'ConnectionError'
    ? translated('The audio server cannot be reached from this workstation.')
    : refusalText(error);
}
