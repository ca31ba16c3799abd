import { Button } from '@mantine/core';
import type { Session } from '@sallyport/contract';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useNavigate } from 'react-router';
import { SESSION_KEY } from '../api/query-client.ts';
import { useLock, useSallyport } from '../api/sallyport-context.tsx';
import { useSignOut } from '../api/use-sign-out.ts';
import { useSession } from '../current-session/session-context.ts';
import { Dialog } from '../notices/dialog.tsx';
import { Loading } from '../notices/loading.tsx';
import { Refused } from '../notices/refused.tsx';
import classes from '../step-up/step-up.module.css';
import { serverNow } from '../time/server-clock.ts';
import { translated } from '../words/translated.ts';
import { RingingMeanwhile } from './ringing-meanwhile.tsx';
import { UnlockForm } from './unlock-form.tsx';

/** Another window, or the provider's, may have unlocked the session meanwhile. */
const LOOK_EVERY_MS = 3_000;

/**
 * Asks for one factor, above a page that stays as it is and goes on ringing. `onPutOff` closes it while the person may still go on
 * without; null once they may not.
 */
export function LockDialog({ isIdle, onPutOff }: { isIdle: boolean; onPutOff: (() => void) | null }) {
  const { account } = useSallyport();
  const unlock = useUnlock();
  const showable = useQuery({
    queryKey: ['showable-factors'],
    queryFn: ({ signal }) => account.showable(signal),
    gcTime: 0,
  });
  return (
    <Dialog title={translated('Confirm that it is you')} onClose={onPutOff} closesOnClickOutside={false}>
      <div className={classes.form}>
        <p>
          {isIdle
            ? translated('Nobody used this page for a while.')
            : translated('You confirmed who you are some hours ago.')}{' '}
          {translated('Confirm it again to go on. Everything on this page is kept, and alerts go on ringing.')}
        </p>
        <RingingMeanwhile />
        <Refused error={showable.error} />
        {showable.isPending && <Loading what={translated('your factors')} />}
        {showable.data !== undefined && <UnlockForm showable={showable.data} onShown={unlock} />}
        {onPutOff === null ? (
          <SignOutButton />
        ) : (
          <Button variant="subtle" fullWidth onClick={onPutOff}>
            {translated('Not now')}
          </Button>
        )}
      </div>
    </Dialog>
  );
}

/** Takes the session that goes on: what waited is sent, and what may be old is read again. Unlocking elsewhere counts, too. */
function useUnlock() {
  const { session } = useSallyport();
  const { user } = useSession();
  const lock = useLock();
  const queryClient = useQueryClient();
  const unlock = (next: Session) => {
    // Somebody else signed in at the provider: nothing on this page is theirs.
    if (next.user.id !== user.id) return window.location.assign('/portal');
    queryClient.setQueryData(SESSION_KEY, next);
    lock.settle(true);
    void queryClient.invalidateQueries();
  };
  const now = useQuery({
    queryKey: ['session-now'],
    queryFn: ({ signal }) => session.read(signal),
    refetchInterval: LOOK_EVERY_MS,
    gcTime: 0,
  });
  const { data } = now;
  const isOpen =
    data !== undefined &&
    data.lock === 'none' &&
    !(data.recheck_at != null && Date.parse(data.recheck_at) <= serverNow());
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each answer
  useEffect(() => {
    if (data !== undefined && isOpen) unlock(data);
  }, [data, isOpen]);
  // Who leaves the page without an answer leaves what waited for it.
  useEffect(() => () => lock.settle(false), [lock]);
  return unlock;
}

function SignOutButton() {
  const { session } = useSallyport();
  const navigate = useNavigate();
  const signOut = useSignOut(
    () => session.signOut(),
    () => void navigate('/portal/sign-in', { replace: true }),
  );
  return (
    <Button variant="subtle" fullWidth loading={signOut.isPending} onClick={() => signOut.mutate()}>
      {translated('Sign out')}
    </Button>
  );
}
