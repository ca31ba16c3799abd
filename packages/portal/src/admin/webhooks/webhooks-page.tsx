import { Button } from '@mantine/core';
import type { NewWebhook } from '@sallyport/contract';
import { useState } from 'react';
import { PlusIcon } from '../../icons/icons.tsx';
import { Loading } from '../../notices/loading.tsx';
import { Refused } from '../../notices/refused.tsx';
import { translated } from '../../words/translated.ts';
import { AgencyChoice } from '../chosen-agency/agency-choice.tsx';
import { useAdminAgency } from '../chosen-agency/use-admin-agency.ts';
import classes from '../layout/admin.module.css';
import { NewWebhookDialog } from './new-webhook-dialog.tsx';
import { useWebhookActions, useWebhooks } from './use-webhooks.ts';
import { WebhookSecretDialog } from './webhook-secret-dialog.tsx';
import { WebhookTable } from './webhook-table.tsx';

/** Admin, Webhooks: where the agency's events are sent, and whether they arrive. */
export function WebhooksPage() {
  const agency = useAdminAgency();
  const webhooks = useWebhooks(agency.agencyId, agency.isReady);
  const actions = useWebhookActions(agency.agencyId);
  const [isAdding, setIsAdding] = useState(false);
  const [made, setMade] = useState<NewWebhook | null>(null);
  const { data } = webhooks;
  return (
    <section aria-labelledby="webhooks-title">
      <title>{translated('Webhooks · Sallyport')}</title>
      <div className={classes.toolbar}>
        <div>
          <h2 id="webhooks-title">{translated('Webhooks')}</h2>
          <p>{translated("Where this agency's events are sent, and whether they arrive.")}</p>
        </div>
        <AgencyChoice agency={agency} />
        <Button leftSection={<PlusIcon />} disabled={data === undefined} onClick={() => setIsAdding(true)}>
          {translated('New webhook')}
        </Button>
      </div>
      <Refused error={webhooks.error} />
      {webhooks.isPending && <Loading what={translated('the webhooks')} />}
      {data?.webhooks.length === 0 && <p>{translated('Nothing is sent anywhere yet.')}</p>}
      {data !== undefined && data.webhooks.length > 0 && <WebhookTable list={data} agencyId={agency.agencyId} />}
      {isAdding && data !== undefined && (
        <NewWebhookDialog
          list={data}
          actions={actions}
          onMade={(answer) => {
            setIsAdding(false);
            setMade(answer);
          }}
          onClose={() => setIsAdding(false)}
        />
      )}
      {made !== null && <WebhookSecretDialog made={made} onClose={() => setMade(null)} />}
    </section>
  );
}
