import type { Session } from '@sallyport/contract';
import { createContext, useContext } from 'react';

/** The open session; set by a gate, so everything below it has one. */
export const SessionContext = createContext<Session | null>(null);

/** The open session of the page. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === null) throw new Error('a session gate is missing above this component');
  return session;
}
