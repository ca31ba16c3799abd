import { Button } from '@mantine/core';
import { Link, useSearchParams } from 'react-router';
import { translated } from '../../words/translated.ts';
import '../../app/print.css';
import { Loading } from '../../notices/loading.tsx';
import { Refused } from '../../notices/refused.tsx';
import { AgencyChoice } from '../chosen-agency/agency-choice.tsx';
import { useAdminAgency } from '../chosen-agency/use-admin-agency.ts';
import { ChartFigure } from './chart/chart-figure.tsx';
import { chartsOf } from './figures.ts';
import { isEmpty, KeyFigures } from './key-figures.tsx';
import { monthPeriod, monthText, usualMonth } from './period.ts';
import { MonthChoice } from './period-choice.tsx';
import { ReportSpan } from './report-span.tsx';
import classes from './reports.module.css';
import { useReport, useToday } from './use-report.ts';

/** A month of an agency on paper: each chart with its figures under it. */
export function MonthlyReportPage() {
  const agency = useAdminAgency();
  const today = useToday(agency);
  const [params] = useSearchParams();
  const period = monthPeriod(params.get('month'), today);
  const month = period.month ?? usualMonth(today);
  const report = useReport(agency, period);
  const back = new URLSearchParams({ period: 'month', month });
  if (agency.agencyId !== null) back.set('agency', agency.agencyId);
  return (
    <div className={classes.monthly}>
      <title>{`Monthly report ${month} · Sallyport`}</title>
      <div className={classes.controls} data-screen>
        <Link to={`/portal/admin/reports?${back}`}>{translated('Back to Reports')}</Link>
        <AgencyChoice agency={agency} />
        <MonthChoice month={month} today={today} />
        <Button disabled={report.data === undefined} onClick={() => window.print()}>
          {translated('Print')}
        </Button>
      </div>
      <Refused error={report.error} />
      {report.isPending && <Loading what={translated('the figures')} />}
      {report.data !== undefined && (
        <article className={classes.paper} aria-busy={report.isPlaceholderData}>
          <header>
            <p className={classes.agencyName}>{report.data.agency_name}</p>
            <h2>
              {translated('Monthly report,')} {monthText(month)}
            </h2>
            <ReportSpan report={report.data} />
          </header>
          <KeyFigures report={report.data} />
          {isEmpty(report.data) ? (
            <p className={classes.empty}>{translated('Nothing came in during this month, or it is no longer kept.')}</p>
          ) : (
            chartsOf(report.data).map((data) => <ChartFigure key={data.id} data={data} shows="both" />)
          )}
        </article>
      )}
    </div>
  );
}
