import { lazy, Suspense } from 'react';
import { Loading } from '../notices/loading.tsx';
import { translated } from '../words/translated.ts';

const TransfersPage = lazy(async () => ({ default: (await import('../transfers/transfers-page.tsx')).TransfersPage }));
const TransferredPage = lazy(async () => ({
  default: (await import('../transfers/transferred-page.tsx')).TransferredPage,
}));

/** What other agencies see and let be seen; the page's code is loaded on the first visit. */
export function TransfersRoute() {
  return (
    <Suspense fallback={<Loading what={translated('the transfers')} />}>
      <TransfersPage />
    </Suspense>
  );
}

/** One incident of another agency. */
export function TransferredRoute() {
  return (
    <Suspense fallback={<Loading what={translated('the incident')} />}>
      <TransferredPage />
    </Suspense>
  );
}
