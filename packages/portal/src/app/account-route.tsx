import { lazy, Suspense } from 'react';
import { Loading } from '../notices/loading.tsx';

const AccountPage = lazy(async () => ({ default: (await import('../account/account-page.tsx')).AccountPage }));

/** My account; its code is loaded on the first visit. */
export function AccountRoute() {
  return (
    <Suspense fallback={<Loading what="your account" />}>
      <AccountPage />
    </Suspense>
  );
}
