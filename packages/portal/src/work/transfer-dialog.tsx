import { lazy, Suspense } from 'react';
import type { TransferDialogProps } from './transfer-form.tsx';

const TransferForm = lazy(async () => ({ default: (await import('./transfer-form.tsx')).TransferForm }));

/** Asks to which agency an incident is transferred, and for how long. Loaded once it is asked for. */
export function TransferDialog(props: TransferDialogProps) {
  return (
    <Suspense>
      <TransferForm {...props} />
    </Suspense>
  );
}
