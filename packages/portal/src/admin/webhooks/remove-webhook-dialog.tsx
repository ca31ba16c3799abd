import type { WebhookSubscription } from '@sallyport/contract';
import { Refused } from '../../notices/refused.tsx';
import { translated } from '../../words/translated.ts';
import { ConfirmDialog } from '../layout/confirm-dialog.tsx';
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
    <ConfirmDialog
      title={translated('Remove webhook')}
      action={translated('Remove webhook')}
      isPending={remove.isPending}
      onConfirm={() => remove.mutate(webhook.id, { onSuccess: onRemoved })}
      onClose={onClose}
    >
      <p>
        {translated('Nothing is sent to')} {webhook.name}{' '}
        {translated('any more, and its delivery log is removed. This cannot be undone.')}
      </p>
      <Refused error={remove.error} />
    </ConfirmDialog>
  );
}
