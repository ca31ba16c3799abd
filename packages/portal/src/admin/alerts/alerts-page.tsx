import { Loading } from '../../notices/loading.tsx';
import { Refused } from '../../notices/refused.tsx';
import { translated } from '../../words/translated.ts';
import { AgencyChoice } from '../chosen-agency/agency-choice.tsx';
import { useAdminAgency } from '../chosen-agency/use-admin-agency.ts';
import classes from '../layout/admin.module.css';
import { AlertSettingsForm } from './alert-settings-form.tsx';
import { useAlertSettings } from './use-alert-settings.ts';

/** Admin, Alerts: how long this agency has to accept an alert, and what becomes of tests. */
export function AlertsPage() {
  const agency = useAdminAgency();
  const settings = useAlertSettings(agency.agencyId, agency.isReady);
  return (
    <section aria-labelledby="alerts-title">
      <title>{translated('Alerts · Sallyport')}</title>
      <div className={classes.toolbar}>
        <div>
          <h2 id="alerts-title">{translated('Alerts')}</h2>
          <p>{translated('How this agency takes alerts from alarm companies and other senders.')}</p>
        </div>
        <AgencyChoice agency={agency} />
      </div>
      <Refused error={settings.error} />
      {settings.isPending && <Loading what={translated('alert settings')} />}
      {settings.data !== undefined && (
        <AlertSettingsForm key={agency.agencyId} agencyId={agency.agencyId} settings={settings.data} />
      )}
    </section>
  );
}
