import type { WebhookDelivery, WebhookList } from '@sallyport/contract';
import { Link } from 'react-router';
import { InstantAge } from '../../time/instant-age.tsx';
import { translated } from '../../words/translated.ts';
import classes from '../layout/admin.module.css';
import { webhookPath } from './paths.ts';
import { WebhookState } from './webhook-state.tsx';
import { answerText, dialectText } from './words.ts';

/** Enough of an answer to know it by; the delivery log has the rest. */
const SHOWN_CHARACTERS = 80;

interface WebhookTableProps {
  list: WebhookList;
  agencyId: string | null;
}

/** An agency's webhooks: whether each works, and what came back last. */
export function WebhookTable({ list, agencyId }: WebhookTableProps) {
  const { webhooks, last_attempted } = list;
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">{translated('Webhook')}</th>
          <th scope="col">{translated('State')}</th>
          <th scope="col">{translated('Last answer')}</th>
          <th scope="col">{translated('Last delivered')}</th>
          <th scope="col">{translated('Messages')}</th>
          <th scope="col">{translated('Made by')}</th>
        </tr>
      </thead>
      <tbody>
        {webhooks.map((webhook) => (
          <tr key={webhook.id}>
            <th scope="row">
              <Link to={webhookPath(webhook.id, agencyId)}>{webhook.name}</Link>
              <span className={classes.small}>{webhook.url}</span>
            </th>
            <td data-label={translated('State')}>
              <WebhookState webhook={webhook} />
            </td>
            <td data-label={translated('Last answer')}>
              <LastAnswer delivery={last_attempted.find(({ webhook_id }) => webhook_id === webhook.id)?.delivery} />
            </td>
            <td data-label={translated('Last delivered')}>
              {webhook.last_success_at === null ? (
                translated('Never')
              ) : (
                <InstantAge instant={webhook.last_success_at} />
              )}
            </td>
            <td data-label={translated('Messages')}>
              <span>
                {dialectText(list, webhook.dialect)}
                <span className={classes.small}>{webhook.event_types.join(', ')}</span>
              </span>
            </td>
            <td data-label={translated('Made by')}>{webhook.client_id ?? translated('An administrator')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function LastAnswer({ delivery }: { delivery: WebhookDelivery | undefined }) {
  if (delivery === undefined) return translated('None yet');
  return (
    <span>
      {answerText(delivery)}
      {delivery.answer !== null && <span className={classes.small}>{delivery.answer.slice(0, SHOWN_CHARACTERS)}</span>}
    </span>
  );
}
