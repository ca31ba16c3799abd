import { Button } from '@mantine/core';
import type { WebhookSubscription } from '@sallyport/contract';
import { Dialog } from '../../notices/dialog.tsx';
import { Refused } from '../../notices/refused.tsx';
import classes from '../layout/admin.module.css';
import type { WebhookActions } from './use-webhooks.ts';

interface RemoveWebhookDialogProps {
  webhook: WebhookSubscription;
  actions: WebhookActions;
  onRemoved: () => void;
  onClose: () => void;
}

/** Asks before a webhook and its delivery log are removed, because nothing brings them back. */
export function RemoveWebhookDialog({ webhook, actions: { remove }, onRemoved, onClose }: RemoveWebhookDialogProps) {
  return (
    <Dialog title="Remove webhook" onClose={onClose}>
      <div className={classes.form}>
        <p>Nothing is sent to {webhook.name} any more, and its delivery log is removed. This cannot be undone.</p>
        <Refused error={remove.error} />
        <div className={classes.buttons}>
          <Button variant="default" onClick={onClose}>
            Keep it
          </Button>
          <Button
            color="red"
            loading={remove.isPending}
            onClick={() => remove.mutate(webhook.id, { onSuccess: onRemoved })}
          >
            Remove webhook
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
