import { NumberInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { NewWebhook, WebhookSubscription } from '@sallyport/contract';
import { Dialog } from '../../notices/dialog.tsx';
import { DialogButtons } from '../../notices/dialog-buttons.tsx';
import { Refused } from '../../notices/refused.tsx';
import { translated } from '../../words/translated.ts';
import classes from '../layout/admin.module.css';
import type { WebhookActions } from './use-webhooks.ts';

interface RotateSecretDialogProps {
  webhook: WebhookSubscription;
  actions: WebhookActions;
  onMade: (made: NewWebhook) => void;
  onClose: () => void;
}

/** Asks for how long the secret of now still signs beside the new one, so that the receiver changes over without loss. */
export function RotateSecretDialog({ webhook, actions, onMade, onClose }: RotateSecretDialogProps) {
  const { rotateSecret } = actions;
  const form = useForm<{ overlapHours: number | string }>({ initialValues: { overlapHours: 24 } });
  const close = () => {
    rotateSecret.reset();
    onClose();
  };
  const submit = form.onSubmit(({ overlapHours }) =>
    rotateSecret.mutate({ id: webhook.id, overlapHours: Number(overlapHours) }, { onSuccess: onMade }),
  );
  return (
    <Dialog title={translated('New signing secret')} onClose={close}>
      <form className={classes.form} onSubmit={submit}>
        <p>{translated('Every message is signed with both secrets until the earlier one ends.')}</p>
        <NumberInput
          label={translated('Hours both sign')}
          description={translated('0 to 168. With 0 the earlier secret ends now.')}
          min={0}
          max={168}
          allowDecimal={false}
          required
          {...form.getInputProps('overlapHours')}
        />
        <Refused error={rotateSecret.error} />
        <DialogButtons action={translated('Make new secret')} isPending={rotateSecret.isPending} onClose={close} />
      </form>
    </Dialog>
  );
}
