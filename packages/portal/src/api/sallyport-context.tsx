import { cookie, Sallyport } from '@sallyport/client';
import { createContext, type ReactNode, useContext, useMemo, useState } from 'react';
import { noteServerTime } from '../time/server-clock.ts';
import { FactorQuestion } from './factor-question.ts';
import { fetchUndirected } from './undirected-text.ts';

const SallyportContext = createContext<Sallyport | null>(null);
const StepUpContext = createContext<FactorQuestion | null>(null);
const LockContext = createContext<FactorQuestion | null>(null);
const DeeplinkContext = createContext<string | null>(null);

/** Gives everything below one API client: of the portal session, or of one deeplink's session when its id is given. */
export function SallyportProvider({ deeplinkId, children }: { deeplinkId: string | null; children: ReactNode }) {
  const [stepUp] = useState(() => new FactorQuestion('factor_required'));
  const [lock] = useState(() => new FactorQuestion('recheck_required'));
  const sallyport = useMemo(() => createSallyport(deeplinkId, { stepUp, lock }), [deeplinkId, stepUp, lock]);
  return (
    <DeeplinkContext value={deeplinkId}>
      <StepUpContext value={stepUp}>
        <LockContext value={lock}>
          <SallyportContext value={sallyport}>{children}</SallyportContext>
        </LockContext>
      </StepUpContext>
    </DeeplinkContext>
  );
}

/** The API client of the surrounding session. */
export function useSallyport(): Sallyport {
  const sallyport = useContext(SallyportContext);
  if (sallyport === null) throw new Error('SallyportProvider is missing above this component');
  return sallyport;
}

/** What waits for a recent factor in the surrounding session. */
export function useStepUp(): FactorQuestion {
  const stepUp = useContext(StepUpContext);
  if (stepUp === null) throw new Error('SallyportProvider is missing above this component');
  return stepUp;
}

/** What waits until the surrounding session is unlocked. */
export function useLock(): FactorQuestion {
  const lock = useContext(LockContext);
  if (lock === null) throw new Error('SallyportProvider is missing above this component');
  return lock;
}

/** The deeplink whose session surrounds this, or null in the portal's own. */
export function useDeeplinkId(): string | null {
  return useContext(DeeplinkContext);
}

interface Questions {
  readonly stepUp: FactorQuestion;
  readonly lock: FactorQuestion;
}

function createSallyport(deeplinkId: string | null, { stepUp, lock }: Questions): Sallyport {
  return new Sallyport({
    baseUrl: '',
    auth: cookie(deeplinkId),
    fetch: fetchUndirected,
    resend: (call, attempt) => lock.resend(call, (signal) => stepUp.resend({ ...call, signal }, attempt)),
    onAnswer: (headers, sentAt) => noteServerTime(headers.get('date'), { sentAt, receivedAt: Date.now() }),
  });
}
