import { lazy, Suspense } from 'react';
import { useSession } from '../current-session/session-context.ts';
import { Loading } from '../notices/loading.tsx';
import { Notice } from '../notices/notice.tsx';
import { translated } from '../words/translated.ts';

const AdminPage = lazy(async () => ({ default: (await import('../admin/admin-page.tsx')).AdminPage }));

/** Admin, for those who may; its code is loaded on the first visit. */
export function AdminRoute() {
  const session = useSession();
  if (!session.may_administer) {
    return (
      <Notice title={translated('Not allowed')}>
        {translated('Your role may not administer this agency. Ask one of its admins.')}
      </Notice>
    );
  }
  return (
    <Suspense fallback={<Loading what={translated('Admin')} />}>
      <AdminPage />
    </Suspense>
  );
}
