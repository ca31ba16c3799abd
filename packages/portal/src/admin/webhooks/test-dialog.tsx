import { NativeSelect } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { WebhookDelivery, WebhookSubscription } from '@sallyport/contract';
import { Dialog } from '../../notices/dialog.tsx';
import { DialogButtons } from '../../notices/dialog-buttons.tsx';
import { Refused } from '../../notices/refused.tsx';
import { useTimes } from '../../time/use-times.ts';
import { translated } from '../../words/translated.ts';
import classes from '../layout/admin.module.css';
import type { WebhookActions } from './use-webhooks.ts';
import webhookClasses from './webhooks.module.css';
import { answerText, deliveryText } from './words.ts';

interface TestDialogProps {
  webhook: WebhookSubscription;
  actions: WebhookActions;
  onClose: () => void;
}

/** Sends an invented event once, and shows what the endpoint answered. */
export function TestDialog({ webhook, actions: { test }, onClose }: TestDialogProps) {
  const form = useForm({ initialValues: { eventType: webhook.event_types[0] ?? '' } });
  const close = () => {
    test.reset();
    onClose();
  };
  const submit = form.onSubmit(({ eventType }) => test.mutate({ id: webhook.id, eventType }));
  return (
    <Dialog title={translated('Send a test')} onClose={close}>
      <form className={classes.form} onSubmit={submit}>
        <p>{translated('An invented event is sent once, also while the webhook is paused.')}</p>
        <NativeSelect label={translated('Event')} data={webhook.event_types} {...form.getInputProps('eventType')} />
        <Refused error={test.error} />
        <div role="status">{test.data !== undefined && !test.isPending && <Result delivery={test.data} />}</div>
        <DialogButtons
          keep={translated('Close')}
          action={translated('Send test')}
          isPending={test.isPending}
          onClose={close}
        />
      </form>
    </Dialog>
  );
}

function Result({ delivery }: { delivery: WebhookDelivery }) {
  const times = useTimes();
  return (
    <>
      <p className={webhookClasses.state} data-state={delivery.state}>
        {deliveryText(delivery, times)}: {answerText(delivery)}
      </p>
      {delivery.answer !== null && delivery.answer !== '' && (
        <pre className={webhookClasses.answer}>{delivery.answer}</pre>
      )}
    </>
  );
}
