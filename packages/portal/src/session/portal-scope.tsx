import { QueryClientProvider } from '@tanstack/react-query';
import { useState } from 'react';
import { Outlet } from 'react-router';
import { createQueryClient } from '../api/query-client.ts';
import { SallyportProvider } from '../api/sallyport-context.tsx';

/** The API client and the cache of the session that was opened by hand. */
export function PortalScope() {
  const [queryClient] = useState(createQueryClient);
  return (
    <SallyportProvider deeplinkId={null}>
      <QueryClientProvider client={queryClient}>
        <Outlet />
      </QueryClientProvider>
    </SallyportProvider>
  );
}
