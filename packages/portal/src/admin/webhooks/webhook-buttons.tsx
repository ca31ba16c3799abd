import { Button } from '@mantine/core';
import type { NewWebhook, WebhookSubscription } from '@sallyport/contract';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { announceRefused } from '../../notices/announce.ts';
import { translated } from '../../words/translated.ts';
import { EditWebhookDialog } from './edit-webhook-dialog.tsx';
import { webhooksPath } from './paths.ts';
import { RemoveWebhookDialog } from './remove-webhook-dialog.tsx';
import { RotateSecretDialog } from './rotate-secret-dialog.tsx';
import { TestDialog } from './test-dialog.tsx';
import type { WebhookActions } from './use-webhooks.ts';
import { WebhookSecretDialog } from './webhook-secret-dialog.tsx';
import classes from './webhooks.module.css';

interface WebhookButtonsProps {
  webhook: WebhookSubscription;
  eventTypes: readonly string[];
  actions: WebhookActions;
  agencyId: string | null;
}

/** What may be done with a webhook, each but pausing in a dialog of its own. */
export function WebhookButtons({ webhook, eventTypes, actions, agencyId }: WebhookButtonsProps) {
  const [opened, setOpened] = useState<'edit' | 'test' | 'rotate' | 'remove' | null>(null);
  const [made, setMade] = useState<NewWebhook | null>(null);
  const navigate = useNavigate();
  const close = () => setOpened(null);
  const isActive = webhook.state === 'active';
  const setPaused = () =>
    actions.edit.mutate({ id: webhook.id, request: { is_paused: isActive } }, { onError: announceRefused });
  return (
    <div className={classes.buttons}>
      <Button size="compact-sm" variant={isActive ? 'default' : 'filled'} onClick={setPaused}>
        {isActive ? translated('Pause') : translated('Resume')}
      </Button>
      <Button size="compact-sm" variant="default" onClick={() => setOpened('test')}>
        {translated('Send test')}
      </Button>
      <Button size="compact-sm" variant="default" onClick={() => setOpened('edit')}>
        {translated('Edit')}
      </Button>
      <Button size="compact-sm" variant="default" onClick={() => setOpened('rotate')}>
        {translated('New secret')}
      </Button>
      <Button size="compact-sm" variant="default" onClick={() => setOpened('remove')}>
        {translated('Remove')}
      </Button>
      {opened === 'edit' && (
        <EditWebhookDialog webhook={webhook} eventTypes={eventTypes} actions={actions} onClose={close} />
      )}
      {opened === 'test' && <TestDialog webhook={webhook} actions={actions} onClose={close} />}
      {opened === 'rotate' && (
        <RotateSecretDialog
          webhook={webhook}
          actions={actions}
          onMade={(answer) => {
            close();
            setMade(answer);
          }}
          onClose={close}
        />
      )}
      {opened === 'remove' && (
        <RemoveWebhookDialog
          webhook={webhook}
          actions={actions}
          onRemoved={() => void navigate(webhooksPath(agencyId))}
          onClose={close}
        />
      )}
      {made !== null && <WebhookSecretDialog made={made} onClose={() => setMade(null)} />}
    </div>
  );
}
