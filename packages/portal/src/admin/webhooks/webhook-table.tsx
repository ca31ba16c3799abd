import type { WebhookSubscription } from '@sallyport/contract';
import { Link } from 'react-router';
import { InstantAge } from '../../time/instant-age.tsx';
import classes from '../admin.module.css';
import { webhookPath } from './paths.ts';
import { WebhookState } from './webhook-state.tsx';
import { dialectText } from './words.ts';

interface WebhookTableProps {
  webhooks: readonly WebhookSubscription[];
  agencyId: string | null;
}

/** An agency's webhooks: whether each works, and when something was last taken there. */
export function WebhookTable({ webhooks, agencyId }: WebhookTableProps) {
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">Webhook</th>
          <th scope="col">State</th>
          <th scope="col">Last delivered</th>
          <th scope="col">Messages</th>
          <th scope="col">Made by</th>
        </tr>
      </thead>
      <tbody>
        {webhooks.map((webhook) => (
          <tr key={webhook.id}>
            <th scope="row">
              <Link to={webhookPath(webhook.id, agencyId)}>{webhook.name}</Link>
              <span className={classes.small}>{webhook.url}</span>
            </th>
            <td data-label="State">
              <WebhookState webhook={webhook} />
            </td>
            <td data-label="Last delivered">
              {webhook.last_success_at === null ? 'Never' : <InstantAge instant={webhook.last_success_at} />}
            </td>
            <td data-label="Messages">
              <span>
                {dialectText(webhook.dialect)}
                <span className={classes.small}>{webhook.event_types.join(', ')}</span>
              </span>
            </td>
            <td data-label="Made by">{webhook.client_id ?? 'An administrator'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
