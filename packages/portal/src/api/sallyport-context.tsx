import { cookie, Sallyport } from '@sallyport/client';
import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { noteServerTime } from '../time/server-clock.ts';

const SallyportContext = createContext<Sallyport | null>(null);
const DeeplinkContext = createContext<string | null>(null);

/** Gives everything below one API client: of the portal session, or of one deeplink's session when its id is given. */
export function SallyportProvider({ deeplinkId, children }: { deeplinkId: string | null; children: ReactNode }) {
  const sallyport = useMemo(() => createSallyport(deeplinkId), [deeplinkId]);
  return (
    <DeeplinkContext value={deeplinkId}>
      <SallyportContext value={sallyport}>{children}</SallyportContext>
    </DeeplinkContext>
  );
}

/** The API client of the surrounding session. */
export function useSallyport(): Sallyport {
  const sallyport = useContext(SallyportContext);
  if (sallyport === null) throw new Error('SallyportProvider is missing above this component');
  return sallyport;
}

/** The deeplink whose session surrounds this, or null in the portal's own. */
export function useDeeplinkId(): string | null {
  return useContext(DeeplinkContext);
}

function createSallyport(deeplinkId: string | null): Sallyport {
  return new Sallyport({
    baseUrl: '',
    auth: cookie(deeplinkId),
    onAnswer: (headers, sentAt) => noteServerTime(headers.get('date'), { sentAt, receivedAt: Date.now() }),
  });
}
