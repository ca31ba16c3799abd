import { lazy, Suspense } from 'react';
import type { ReasonDialogProps } from './reason-form.tsx';

const ReasonForm = lazy(async () => ({ default: (await import('./reason-form.tsx')).ReasonForm }));

/** Asks for a reason in words before something is done: a common one, or one's own. Enter does it. */
export function ReasonDialog(props: ReasonDialogProps) {
  return (
    <Suspense>
      <ReasonForm {...props} />
    </Suspense>
  );
}
