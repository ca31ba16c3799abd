import { cookie, Sallyport } from '@sallyport/client';
import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { noteServerTime } from '../time/server-clock.ts';

const SallyportContext = createContext<Sallyport | null>(null);

/** Gives everything below one API client: of the portal session, or of one deeplink's session when its id is given. */
export function SallyportProvider({ deeplinkId, children }: { deeplinkId: string | null; children: ReactNode }) {
  const sallyport = useMemo(() => createSallyport(deeplinkId), [deeplinkId]);
  return <SallyportContext value={sallyport}>{children}</SallyportContext>;
}

/** The API client of the surrounding session. */
export function useSallyport(): Sallyport {
  const sallyport = useContext(SallyportContext);
  if (sallyport === null) throw new Error('SallyportProvider is missing above this component');
  return sallyport;
}

function createSallyport(deeplinkId: string | null): Sallyport {
  return new Sallyport({
    baseUrl: '',
    auth: cookie(deeplinkId),
    onAnswer: (headers) => noteServerTime(headers.get('date')),
  });
}
