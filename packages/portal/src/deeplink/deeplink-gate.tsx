import { Button } from '@mantine/core';
import type { Session } from '@sallyport/contract';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { SESSION_KEY } from '../api/query-client.ts';
import { refusalText } from '../api/refusal-text.ts';
import { SessionContext } from '../current-session/session-context.ts';
import { LiveProvider } from '../live/live-provider.tsx';
import { Loading } from '../notices/loading.tsx';
import { Notice } from '../notices/notice.tsx';
import { useSessionQuery } from '../session/use-session-query.ts';
import { PersonLanguage } from '../words/person-language.tsx';
import { translated } from '../words/translated.ts';
import { DeeplinkPage } from './deeplink-page.tsx';
import { DeeplinkOver } from './deeplink-refused.tsx';

/** Shows the page while the deeplink's session lasts; at its end, puts the data away and states what to do. */
export function DeeplinkGate() {
  const session = useSessionQuery();
  const queryClient = useQueryClient();
  const isOver = session.data === null;
  useEffect(() => {
    if (isOver) queryClient.removeQueries({ predicate: (query) => query.queryKey[0] !== SESSION_KEY[0] });
  }, [isOver, queryClient]);

  if (session.data === null) {
    return (
      <main>
        <DeeplinkOver />
      </main>
    );
  }
  if (session.data !== undefined) return <OpenDeeplink session={session.data} />;
  return (
    <main>
      {session.isError ? (
        <Notice
          title={translated('The deeplink cannot be shown')}
          action={<Button onClick={() => void session.refetch()}>{translated('Try again')}</Button>}
        >
          {refusalText(session.error)}
        </Notice>
      ) : (
        <Loading what={translated('the incident')} />
      )}
    </main>
  );
}

function OpenDeeplink({ session }: { session: Session }) {
  // A server that does not know the deeplink header answers with the hand-opened session; that is not this page's.
  if (session.deeplink === undefined) return <DeeplinkOver />;
  return (
    <SessionContext value={session}>
      <PersonLanguage session={session} />
      <LiveProvider deeplinkId={session.deeplink.id}>
        <DeeplinkPage session={session} deeplink={session.deeplink} />
      </LiveProvider>
    </SessionContext>
  );
}
