import { Loading } from '../../notices/loading.tsx';
import { Refused } from '../../notices/refused.tsx';
import { translated } from '../../words/translated.ts';
import { AgencyChoice } from '../chosen-agency/agency-choice.tsx';
import { useAdminAgency } from '../chosen-agency/use-admin-agency.ts';
import classes from '../layout/admin.module.css';
import { CleanUpTable } from './clean-up-table.tsx';
import { RetentionForm } from './retention-form.tsx';
import { useRetention } from './use-retention.ts';

/** Admin, Retention: for how long this agency keeps incidents, and what was removed. */
export function RetentionPage() {
  const agency = useAdminAgency();
  const retention = useRetention(agency.agencyId, agency.isReady);
  return (
    <section aria-labelledby="retention-title">
      <title>{translated('Retention · Sallyport')}</title>
      <div className={classes.toolbar}>
        <div>
          <h2 id="retention-title">{translated('Retention')}</h2>
          <p>
            {translated(
              'How long this agency keeps incidents and their events. The audit record is kept apart from this.',
            )}
          </p>
        </div>
        <AgencyChoice agency={agency} />
      </div>
      <Refused error={retention.error} />
      {retention.isPending && <Loading what={translated('the retention')} />}
      {retention.data !== undefined && (
        <>
          <RetentionForm
            key={agency.agencyId}
            agencyId={agency.agencyId}
            retentionDays={retention.data.retention_days}
          />
          <CleanUpTable cleanUps={retention.data.clean_ups} />
        </>
      )}
    </section>
  );
}
