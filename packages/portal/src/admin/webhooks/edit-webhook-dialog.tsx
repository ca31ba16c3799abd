import { useForm } from '@mantine/form';
import type { WebhookSubscription } from '@sallyport/contract';
import { Dialog } from '../../notices/dialog.tsx';
import { DialogButtons } from '../../notices/dialog-buttons.tsx';
import { Refused } from '../../notices/refused.tsx';
import { translated } from '../../words/translated.ts';
import classes from '../layout/admin.module.css';
import type { WebhookActions } from './use-webhooks.ts';
import { draftOf, requestOf } from './webhook-draft.ts';
import { WebhookFields } from './webhook-fields.tsx';

interface EditWebhookDialogProps {
  webhook: WebhookSubscription;
  eventTypes: readonly string[];
  actions: WebhookActions;
  onClose: () => void;
}

/** Changes a webhook. What waits goes to a new address at once. */
export function EditWebhookDialog({ webhook, eventTypes, actions: { edit }, onClose }: EditWebhookDialogProps) {
  const form = useForm({ initialValues: draftOf(webhook) });
  const close = () => {
    edit.reset();
    onClose();
  };
  const submit = form.onSubmit((draft) =>
    edit.mutate({ id: webhook.id, request: requestOf(draft) }, { onSuccess: close }),
  );
  return (
    <Dialog title={translated('Edit {name}', { name: webhook.name })} onClose={close} closesOnClickOutside={false}>
      <form className={classes.form} onSubmit={submit}>
        <WebhookFields form={form} eventTypes={eventTypes} mayKeep />
        <Refused error={edit.error} />
        <DialogButtons isPending={edit.isPending} isDisabled={form.values.eventTypes.length === 0} onClose={close} />
      </form>
    </Dialog>
  );
}
