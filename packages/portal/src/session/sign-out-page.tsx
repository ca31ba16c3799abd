import { Button } from '@mantine/core';
import { Link, useSearchParams } from 'react-router';
import { useSallyport } from '../api/sallyport-context.tsx';
import { useSignOut } from '../api/use-sign-out.ts';
import { Loading } from '../notices/loading.tsx';
import { Refused } from '../notices/refused.tsx';
import { translated } from '../words/translated.ts';
import classes from './entry-page.module.css';
import { EntryPage } from './entry-page.tsx';
import { useSessionQuery } from './use-session-query.ts';

/**
 * Where an application sends somebody to sign out who has to be asked, and where they read that they are signed out. Where to go then is
 * the server's to check: it is asked again, with nobody signed in.
 */
export function SignOutPage() {
  const { session: sessions } = useSallyport();
  const [asked] = useSearchParams();
  const session = useSessionQuery();
  const signOut = useSignOut(
    () => sessions.signOut(),
    () => {
      if (asked.size > 0) window.location.assign(`/oauth/logout?${asked}`);
    },
  );
  if (session.data === undefined) {
    return (
      <EntryPage title={translated('Sign out')}>
        {session.isError ? <Refused error={session.error} /> : <Loading what={translated('your session')} />}
      </EntryPage>
    );
  }
  if (session.data === null) {
    return (
      <EntryPage title={translated('Signed out')}>
        <p role="status">{translated('You are signed out of Sallyport.')}</p>
        <Link to="/portal/sign-in">{translated('Sign in')}</Link>
      </EntryPage>
    );
  }
  return (
    <EntryPage title={translated('Sign out of Sallyport?')}>
      <Refused error={signOut.error} />
      <p>
        {translated(
          'You are signed in as {email}. Signing out ends this session here and in every application you opened with it.',
          {
            email: session.data.user.email,
          },
        )}
      </p>
      <div className={classes.choices}>
        <Button loading={signOut.isPending} onClick={() => signOut.mutate()}>
          {translated('Sign out')}
        </Button>
        <Link to="/portal">{translated('Stay signed in')}</Link>
      </div>
    </EntryPage>
  );
}
