import type { WebhookSubscription } from '@sallyport/contract';
import { Link, useParams } from 'react-router';
import { Loading } from '../../notices/loading.tsx';
import { Notice } from '../../notices/notice.tsx';
import { Refused } from '../../notices/refused.tsx';
import { translated } from '../../words/translated.ts';
import { useAdminAgency } from '../chosen-agency/use-admin-agency.ts';
import adminClasses from '../layout/admin.module.css';
import { DeliveryLog } from './delivery-log.tsx';
import { webhooksPath } from './paths.ts';
import { useWebhookActions, useWebhooks } from './use-webhooks.ts';
import { WebhookButtons } from './webhook-buttons.tsx';
import { WebhookFacts } from './webhook-facts.tsx';
import { WebhookState } from './webhook-state.tsx';
import classes from './webhooks.module.css';
import { dialectText } from './words.ts';

/** One webhook: whether it works, what it is, what may be done, and what was sent. */
export function WebhookPage() {
  const { webhookId = '' } = useParams();
  const { agencyId, isReady } = useAdminAgency();
  const webhooks = useWebhooks(agencyId, isReady);
  const { data } = webhooks;
  if (data === undefined) {
    return webhooks.isError ? <Refused error={webhooks.error} /> : <Loading what={translated('the webhook')} />;
  }
  const webhook = data.webhooks.find(({ id }) => String(id) === webhookId);
  if (webhook === undefined) {
    return (
      <Notice
        title={translated('No such webhook')}
        isPartOfPage
        action={<Link to={webhooksPath(agencyId)}>{translated('Go to the webhooks')}</Link>}
      >
        {translated('This agency has none with the id')} {webhookId}
        {translated('. It may have been removed.')}
      </Notice>
    );
  }
  const eventTypes = data.event_types[webhook.dialect] ?? webhook.event_types;
  const messages = dialectText(data, webhook.dialect);
  return <Found webhook={webhook} eventTypes={eventTypes} messages={messages} agencyId={agencyId} />;
}

interface FoundProps {
  webhook: WebhookSubscription;
  eventTypes: readonly string[];
  messages: string;
  agencyId: string | null;
}

function Found({ webhook, eventTypes, messages, agencyId }: FoundProps) {
  const actions = useWebhookActions(agencyId);
  return (
    <>
      <title>{`${webhook.name} · Sallyport`}</title>
      <div className={adminClasses.toolbar}>
        <div className={classes.head}>
          <h2>{webhook.name}</h2>
          <WebhookState webhook={webhook} />
          <Link to={webhooksPath(agencyId)}>{translated('All webhooks')}</Link>
        </div>
        <WebhookButtons webhook={webhook} eventTypes={eventTypes} actions={actions} agencyId={agencyId} />
      </div>
      <WebhookFacts webhook={webhook} messages={messages} />
      <DeliveryLog webhook={webhook} agencyId={agencyId} actions={actions} />
    </>
  );
}
