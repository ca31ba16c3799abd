import { cookie, Sallyport } from '@sallyport/client';
import { createContext, type ReactNode, useContext, useMemo, useState } from 'react';
import { noteServerTime } from '../time/server-clock.ts';
import { StepUp } from './step-up.ts';

const SallyportContext = createContext<Sallyport | null>(null);
const StepUpContext = createContext<StepUp | null>(null);
const DeeplinkContext = createContext<string | null>(null);

/** Gives everything below one API client: of the portal session, or of one deeplink's session when its id is given. */
export function SallyportProvider({ deeplinkId, children }: { deeplinkId: string | null; children: ReactNode }) {
  const [stepUp] = useState(() => new StepUp());
  const sallyport = useMemo(() => createSallyport(deeplinkId, stepUp), [deeplinkId, stepUp]);
  return (
    <DeeplinkContext value={deeplinkId}>
      <StepUpContext value={stepUp}>
        <SallyportContext value={sallyport}>{children}</SallyportContext>
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

/** What waits for a factor in the surrounding session. */
export function useStepUp(): StepUp {
  const stepUp = useContext(StepUpContext);
  if (stepUp === null) throw new Error('SallyportProvider is missing above this component');
  return stepUp;
}

/** The deeplink whose session surrounds this, or null in the portal's own. */
export function useDeeplinkId(): string | null {
  return useContext(DeeplinkContext);
}

function createSallyport(deeplinkId: string | null, stepUp: StepUp): Sallyport {
  return new Sallyport({
    baseUrl: '',
    auth: cookie(deeplinkId),
    resend: stepUp.resend,
    onAnswer: (headers, sentAt) => noteServerTime(headers.get('date'), { sentAt, receivedAt: Date.now() }),
  });
}
