import { lazy, Suspense, useSyncExternalStore } from 'react';
import { Outlet } from 'react-router';
import { useStepUp } from '../api/sallyport-context.tsx';

/** Loaded by the first request that needs a recent factor. */
const StepUpDialog = lazy(async () => ({ default: (await import('./step-up-dialog.tsx')).StepUpDialog }));

/** The pages below, and above them the question for a factor while a request waits for one. */
export function StepUpScope() {
  const stepUp = useStepUp();
  const isWaiting = useSyncExternalStore(stepUp.subscribe, stepUp.isWaiting);
  return (
    <>
      <Outlet />
      {isWaiting && (
        <Suspense>
          <StepUpDialog onSettled={(isShown) => stepUp.settle(isShown)} />
        </Suspense>
      )}
    </>
  );
}
