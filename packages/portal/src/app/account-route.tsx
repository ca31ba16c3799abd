import { lazy, Suspense } from 'react';
import { Loading } from '../notices/loading.tsx';
import { translated } from '../words/translated.ts';

const AccountPage = lazy(async () => ({ default: (await import('../account/account-page.tsx')).AccountPage }));

/** My account; its code is loaded on the first visit. */
export function AccountRoute() {
  return (
    <Suspense fallback={<Loading what={translated('your account')} />}>
      <AccountPage />
    </Suspense>
  );
}
