import { lazy, Suspense } from 'react';
import { Loading } from '../notices/loading.tsx';
import { translated } from '../words/translated.ts';

const TilesPage = lazy(async () => ({ default: (await import('../tiles/tiles-page.tsx')).TilesPage }));

/** The applications to open; the page's code is loaded on the first visit. */
export function TilesRoute() {
  return (
    <Suspense fallback={<Loading what={translated('your applications')} />}>
      <TilesPage />
    </Suspense>
  );
}
