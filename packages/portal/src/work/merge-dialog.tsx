import { lazy, Suspense } from 'react';
import type { MergeDialogProps } from './merge-form.tsx';

const MergeForm = lazy(async () => ({ default: (await import('./merge-form.tsx')).MergeForm }));

/** Asks into which incident a duplicate call is merged. Loaded once it is asked for. */
export function MergeDialog(props: MergeDialogProps) {
  return (
    <Suspense>
      <MergeForm {...props} />
    </Suspense>
  );
}
