import { Button } from '@mantine/core';
import { Navigate, Outlet, useLocation } from 'react-router';
import { refusalText } from '../api/refusal-text.ts';
import { SessionContext } from '../current-session/session-context.ts';
import { Loading } from '../notices/loading.tsx';
import { Notice } from '../notices/notice.tsx';
import { PersonLanguage } from '../words/person-language.tsx';
import { translated } from '../words/translated.ts';
import { useSessionQuery } from './use-session-query.ts';

/** Lets only a signed-in person through, and brings them back here after they sign in. */
export function SessionGate() {
  const session = useSessionQuery();
  const location = useLocation();
  if (session.data === null || (session.data !== undefined && session.data.sign_in_step !== 'complete')) {
    const from = location.pathname + location.search;
    return <Navigate to="/portal/sign-in" replace state={{ from }} />;
  }
  if (session.data === undefined) {
    return (
      <main>
        {session.isError ? (
          <Unreachable error={session.error} retry={session.refetch} />
        ) : (
          <Loading what={translated('the portal')} />
        )}
      </main>
    );
  }
  return (
    <SessionContext value={session.data}>
      <PersonLanguage session={session.data} />
      <Outlet />
    </SessionContext>
  );
}

function Unreachable({ error, retry }: { error: unknown; retry: () => unknown }) {
  return (
    <Notice
      title={translated('The portal cannot be opened')}
      action={<Button onClick={() => void retry()}>{translated('Try again')}</Button>}
    >
      {refusalText(error)}
    </Notice>
  );
}
