import { lazy, Suspense } from 'react';
import { Loading } from '../../notices/loading.tsx';
import { translated } from '../../words/translated.ts';

const ReportsPage = lazy(async () => ({ default: (await import('./reports-page.tsx')).ReportsPage }));
const MonthlyReportPage = lazy(async () => ({
  default: (await import('./monthly-report-page.tsx')).MonthlyReportPage,
}));

/** Reports; its code is loaded on the first visit. */
export function ReportsRoute() {
  return (
    <Suspense fallback={<Loading what={translated('the reports')} />}>
      <ReportsPage />
    </Suspense>
  );
}

/** The report to print; its code is loaded on the first visit. */
export function MonthlyReportRoute() {
  return (
    <Suspense fallback={<Loading what={translated('the reports')} />}>
      <MonthlyReportPage />
    </Suspense>
  );
}
