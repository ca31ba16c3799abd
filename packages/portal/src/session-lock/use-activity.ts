import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { SESSION_KEY } from '../api/query-client.ts';
import { useSallyport } from '../api/sallyport-context.tsx';

/** The server notes activity once a minute; what is sent more often counts for nothing. */
const STATE_EVERY_MS = 60_000;
const ACTS = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const;

/** While a session would be locked for want of use, states that its person does something, at most once a minute. */
export function useActivity(isCounted: boolean): void {
  const { session } = useSallyport();
  const queryClient = useQueryClient();
  useEffect(() => {
    if (!isCounted) return;
    let statedAt = Number.NEGATIVE_INFINITY;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const state = () => {
      timer = undefined;
      statedAt = performance.now();
      session.beActive().then(
        (now) => queryClient.setQueryData(SESSION_KEY, now),
        // Whoever comes too late finds the session locked by its own reading.
        () => undefined,
      );
    };
    const act = () => {
      timer ??= setTimeout(state, Math.max(0, statedAt + STATE_EVERY_MS - performance.now()));
    };
    for (const name of ACTS) window.addEventListener(name, act, { passive: true });
    return () => {
      clearTimeout(timer);
      for (const name of ACTS) window.removeEventListener(name, act);
    };
  }, [isCounted, session, queryClient]);
}
