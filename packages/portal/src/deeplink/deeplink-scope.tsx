import { QueryClientProvider } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useParams } from 'react-router';
import { createQueryClient } from '../api/query-client.ts';
import { SallyportProvider } from '../api/sallyport-context.tsx';
import { Announcements } from '../notices/announcements.tsx';
import { DeeplinkGate } from './deeplink-gate.tsx';

/** The API client and the cache of one deeplink's session; another deeplink in the same tab gets its own. */
export function DeeplinkScope() {
  const { deeplinkId = '' } = useParams();
  return <Scope key={deeplinkId} deeplinkId={deeplinkId} />;
}

function Scope({ deeplinkId }: { deeplinkId: string }) {
  const [queryClient] = useState(createQueryClient);
  useEffect(() => () => queryClient.clear(), [queryClient]);
  return (
    <SallyportProvider deeplinkId={deeplinkId}>
      <QueryClientProvider client={queryClient}>
        <Announcements />
        <DeeplinkGate />
      </QueryClientProvider>
    </SallyportProvider>
  );
}
