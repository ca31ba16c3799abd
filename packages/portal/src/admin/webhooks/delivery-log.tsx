import { Button, NativeSelect } from '@mantine/core';
import type { WebhookDelivery, WebhookSubscription } from '@sallyport/contract';
import { useState } from 'react';
import { Loading } from '../../notices/loading.tsx';
import { Refused } from '../../notices/refused.tsx';
import { translated } from '../../words/translated.ts';
import adminClasses from '../layout/admin.module.css';
import { DeliveryRow } from './delivery-row.tsx';
import { ReplayDialog } from './replay-dialog.tsx';
import { useDeliveries, type WebhookActions } from './use-webhooks.ts';
import classes from './webhooks.module.css';

const SHOWN = [
  { value: '', label: 'All deliveries' },
  { value: 'pending', label: 'Waiting or failing' },
  { value: 'delivered', label: 'Delivered' },
  { value: 'failed', label: 'Given up' },
] as const;

interface DeliveryLogProps {
  webhook: WebhookSubscription;
  agencyId: string | null;
  actions: WebhookActions;
}

/** What was sent and what came back, the newest first, renewed every three seconds; one or a span is sent again from here. */
export function DeliveryLog({ webhook, agencyId, actions }: DeliveryLogProps) {
  const [shown, setShown] = useState('');
  const [isReplaying, setIsReplaying] = useState(false);
  const state = shown === '' ? null : (shown as WebhookDelivery['state']);
  const log = useDeliveries(agencyId, webhook.id, state);
  const deliveries = log.data?.pages.flatMap((page) => page.deliveries);
  return (
    <section aria-labelledby="deliveries-title">
      <div className={adminClasses.toolbar}>
        <div>
          <h3 id="deliveries-title">{translated('Deliveries')}</h3>
          <p>{translated('Retried for three days; the events of one incident keep their order.')}</p>
        </div>
        <div className={classes.buttons}>
          <NativeSelect
            aria-label={translated('Which deliveries')}
            size="xs"
            value={shown}
            data={SHOWN.map(({ value, label }) => ({ value, label: translated(label) }))}
            onChange={(event) => setShown(event.currentTarget.value)}
          />
          <Button size="xs" variant="default" onClick={() => setIsReplaying(true)}>
            {translated('Replay a span')}
          </Button>
        </div>
      </div>
      <Refused error={log.error} />
      {log.isPending && <Loading what={translated('the deliveries')} />}
      {deliveries?.length === 0 && (
        <p>{shown === '' ? translated('Nothing was sent yet.') : translated('None of these.')}</p>
      )}
      {deliveries !== undefined && deliveries.length > 0 && (
        <table className={adminClasses.table}>
          <thead>
            <tr>
              <th scope="col">{translated('Event')}</th>
              <th scope="col">{translated('State')}</th>
              <th scope="col">{translated('Last answer')}</th>
              <th scope="col">{translated('Attempts')}</th>
              <th scope="col">{translated('Actions')}</th>
            </tr>
          </thead>
          <tbody>
            {deliveries.map((delivery) => (
              <DeliveryRow
                key={delivery.id}
                delivery={delivery}
                onReplay={() => actions.replayOne.mutate({ id: webhook.id, deliveryId: delivery.id })}
              />
            ))}
          </tbody>
        </table>
      )}
      {log.hasNextPage && (
        <Button variant="default" mt="sm" loading={log.isFetchingNextPage} onClick={() => void log.fetchNextPage()}>
          {translated('Show older')}
        </Button>
      )}
      {isReplaying && <ReplayDialog webhook={webhook} actions={actions} onClose={() => setIsReplaying(false)} />}
    </section>
  );
}
