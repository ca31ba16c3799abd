import { lazy, Suspense } from 'react';
import { Loading } from '../notices/loading.tsx';
import { translated } from '../words/translated.ts';

const BoardPage = lazy(async () => ({ default: (await import('./board-page.tsx')).BoardPage }));

/** A wall display; its code is loaded by itself, without the pages that people work in. */
export function BoardRoute() {
  return (
    <Suspense fallback={<Loading what={translated('the display')} />}>
      <BoardPage />
    </Suspense>
  );
}
