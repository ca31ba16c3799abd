import type { InstallationFigures, LateWebhook } from '@sallyport/contract';
import { Link } from 'react-router';
import { InstantAge } from '../../time/instant-age.tsx';
import { numberText } from '../../words/language.ts';
import { translated } from '../../words/translated.ts';
import adminClasses from '../layout/admin.module.css';
import classes from './installation.module.css';

/** How the installation's webhooks are, and which of them somebody should look at. */
export function LateWebhooks({ webhooks }: { webhooks: InstallationFigures['webhooks'] }) {
  const { active, paused, pending, events_behind: behind, oldest_pending_at: oldest, late } = webhooks;
  return (
    <section className={classes.part} aria-labelledby="late-title">
      <h3 id="late-title">{translated('Webhooks')}</h3>
      <p>
        {translated('{active} active, {paused} paused; {pending} deliveries wait, {behind} events behind.', {
          active,
          paused,
          pending: numberText(pending, 0),
          behind: numberText(behind, 0),
        })}{' '}
        {oldest !== null && (
          <>
            {translated('The oldest delivery was made')} <InstantAge instant={oldest} />.
          </>
        )}
      </p>
      {late.length === 0 ? <p>{translated('No webhook fails, is disabled or is behind.')}</p> : <Table late={late} />}
    </section>
  );
}

function Table({ late }: { late: readonly LateWebhook[] }) {
  return (
    <table className={adminClasses.table}>
      <thead>
        <tr>
          <th scope="col">{translated('Webhook')}</th>
          <th scope="col">{translated('Agency')}</th>
          <th scope="col">{translated('Status')}</th>
          <th scope="col">{translated('Events behind')}</th>
          <th scope="col">{translated('Deliveries waiting')}</th>
        </tr>
      </thead>
      <tbody>
        {late.map((webhook) => (
          <tr key={webhook.webhook_id} data-late-webhook>
            <th scope="row">
              <Link to={`/portal/admin/webhooks/${webhook.webhook_id}?agency=${encodeURIComponent(webhook.agency_id)}`}>
                {webhook.name}
              </Link>
            </th>
            <td data-label={translated('Agency')}>{webhook.agency_name}</td>
            <td data-label={translated('Status')}>
              <WebhookState webhook={webhook} />
            </td>
            <td data-label={translated('Events behind')}>{numberText(webhook.events_behind, 0)}</td>
            <td data-label={translated('Deliveries waiting')}>{numberText(webhook.pending, 0)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function WebhookState({ webhook: { state, failing_since } }: { webhook: LateWebhook }) {
  if (state === 'disabled') {
    return (
      <span className={adminClasses.state} data-state="disabled">
        {translated('Disabled')}
      </span>
    );
  }
  return (
    <span className={adminClasses.state} data-state={failing_since === null ? 'waiting' : 'failed'}>
      {failing_since === null ? translated('Behind') : translated('Fails')}
      {failing_since !== null && (
        <span className={adminClasses.small}>
          {translated('Since')} <InstantAge instant={failing_since} />
        </span>
      )}
    </span>
  );
}
