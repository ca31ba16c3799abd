import { useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useState, useSyncExternalStore } from 'react';
import { Outlet } from 'react-router';
import { SESSION_KEY } from '../api/query-client.ts';
import { useLock } from '../api/sallyport-context.tsx';
import { useSession } from '../current-session/session-context.ts';
import { serverNow } from '../time/server-clock.ts';
import { useServerNow } from '../time/use-server-now.ts';
import classes from './session-lock.module.css';
import { useActivity } from './use-activity.ts';

/** Loaded where the session first asks for a factor. */
const LockDialog = lazy(async () => ({ default: (await import('./lock-dialog.tsx')).LockDialog }));

/**
 * The pages below, and above them, for as long as the session asks for a factor, the question for one. A page that was locked for want
 * of use cannot be read meanwhile.
 */
export function LockScope() {
  const { lock, idle_at } = useSession();
  useActivity(lock === 'none' && idle_at != null);
  useSessionReadAt(lock === 'none' ? idle_at : null);
  return (
    <>
      <div className={lock === 'idle' ? classes.concealed : classes.shown}>
        <Outlet />
      </div>
      <LockQuestion />
    </>
  );
}

/** Reads the session again at that moment: another window may have put it off. */
function useSessionReadAt(instant: string | null | undefined): void {
  const queryClient = useQueryClient();
  useEffect(() => {
    if (instant == null) return;
    const leftMs = Math.max(0, Date.parse(instant) - serverNow());
    const timer = setTimeout(() => void queryClient.invalidateQueries({ queryKey: SESSION_KEY }), leftMs);
    return () => clearTimeout(timer);
  }, [instant, queryClient]);
}

function LockQuestion() {
  const lock = useLock();
  const { recheck_at, recheck_by, lock: locked } = useSession();
  const now = useServerNow();
  const isWaiting = useSyncExternalStore(lock.subscribe, lock.isWaiting);
  const [putOff, setPutOff] = useState<string | null>(null);
  const isOver = (instant: string | null | undefined) => instant != null && Date.parse(instant) <= now;
  const isLocked = locked !== 'none' || isWaiting || isOver(recheck_by);
  const isAsked = isOver(recheck_at) && putOff !== recheck_at;
  if (!isLocked && !isAsked) return null;
  return (
    <Suspense>
      <LockDialog isIdle={locked === 'idle'} onPutOff={isLocked ? null : () => setPutOff(recheck_at ?? null)} />
    </Suspense>
  );
}
