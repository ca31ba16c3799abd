import { Button } from '@mantine/core';
import { Link, useSearchParams } from 'react-router';
import { Loading } from '../../notices/loading.tsx';
import { Refused } from '../../notices/refused.tsx';
import { translated } from '../../words/translated.ts';
import { AgencyChoice } from '../chosen-agency/agency-choice.tsx';
import { useAdminAgency } from '../chosen-agency/use-admin-agency.ts';
import adminClasses from '../layout/admin.module.css';
import { ChartPanel } from './chart-panel.tsx';
import { chartsOf } from './figures.ts';
import { isEmpty, KeyFigures } from './key-figures.tsx';
import { readPeriod, usualMonth } from './period.ts';
import { PeriodChoice } from './period-choice.tsx';
import { ReportSpan } from './report-span.tsx';
import classes from './reports.module.css';
import { useReport, useToday } from './use-report.ts';

/** Admin, Reports: an agency's calls, alerts, clients and webhooks in figures. */
export function ReportsPage() {
  const agency = useAdminAgency();
  const today = useToday(agency);
  const [params] = useSearchParams();
  const period = readPeriod(params, today);
  const report = useReport(agency, period);
  const monthly = new URLSearchParams({ month: period.month ?? usualMonth(today) });
  if (agency.agencyId !== null) monthly.set('agency', agency.agencyId);
  return (
    <section aria-labelledby="reports-title">
      <title>{translated('Reports · Sallyport')}</title>
      <div className={adminClasses.toolbar}>
        <div>
          <h2 id="reports-title">{translated('Reports')}</h2>
          <p>{translated('What came in, how it was answered, and how clients and webhooks did.')}</p>
        </div>
        <AgencyChoice agency={agency} />
        <Button component={Link} variant="default" to={`/portal/admin/reports/month?${monthly}`}>
          {translated('Monthly report to print')}
        </Button>
      </div>
      <div className={classes.period}>
        <PeriodChoice period={period} today={today} />
      </div>
      <Refused error={report.error} />
      {report.isPending && <Loading what={translated('the figures')} />}
      {report.data !== undefined && (
        <div aria-busy={report.isPlaceholderData}>
          <div className={classes.span}>
            <ReportSpan report={report.data} />
          </div>
          <KeyFigures report={report.data} />
          {isEmpty(report.data) ? (
            <p className={classes.empty}>
              {translated('Nothing came in during these days, or it is no longer kept. Choose other days above.')}
            </p>
          ) : (
            <div className={classes.charts}>
              {chartsOf(report.data).map((data) => (
                <ChartPanel key={data.id} data={data} days={`${report.data.since}_${report.data.until}`} />
              ))}
            </div>
          )}
        </div>
      )}
    </section>
  );
}
