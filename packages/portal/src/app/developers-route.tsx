import { lazy, Suspense } from 'react';
import { Loading } from '../notices/loading.tsx';
import { translated } from '../words/translated.ts';

const DeveloperPages = lazy(async () => ({
  default: (await import('../developers/developer-pages.tsx')).DeveloperPages,
}));

/** What developers see; its code is loaded on the first visit. */
export function DevelopersRoute() {
  return (
    <Suspense
      fallback={
        <main>
          <Loading what={translated("the developers' pages")} />
        </main>
      }
    >
      <DeveloperPages />
    </Suspense>
  );
}
