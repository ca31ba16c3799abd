import { TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { WebhookSubscription } from '@sallyport/contract';
import { Dialog } from '../../notices/dialog.tsx';
import { DialogButtons } from '../../notices/dialog-buttons.tsx';
import { Refused } from '../../notices/refused.tsx';
import { fromLocalInput, localInput } from '../../time/local-input.ts';
import { serverNow } from '../../time/server-clock.ts';
import { useTimes } from '../../time/use-times.ts';
import { translated } from '../../words/translated.ts';
import classes from '../layout/admin.module.css';
import type { WebhookActions } from './use-webhooks.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

interface ReplayDialogProps {
  webhook: WebhookSubscription;
  actions: WebhookActions;
  onClose: () => void;
}

/** Sends everything of a span of time again, from the beginning of the failure where there is one. */
export function ReplayDialog({ webhook, actions: { replay }, onClose }: ReplayDialogProps) {
  const { timeZone } = useTimes();
  // An event is older than the first attempt that fails for it.
  const { failing_since: failingSince } = webhook;
  const since = failingSince === null ? serverNow() - HOUR_MS : Date.parse(failingSince) - MINUTE_MS;
  // Both ends are included, to the second.
  const until = serverNow() + 1_000;
  const form = useForm({
    initialValues: { since: localInput(since, timeZone), until: localInput(until, timeZone) },
  });
  const close = () => {
    replay.reset();
    onClose();
  };
  const submit = form.onSubmit((typed) => {
    const at = (field: string) => new Date(fromLocalInput(field, timeZone)).toISOString();
    const span = { since: at(typed.since), until: at(typed.until) };
    replay.mutate({ id: webhook.id, span }, { onSuccess: close });
  });
  const common = { type: 'datetime-local', step: 1, required: true } as const;
  return (
    <Dialog title={translated('Replay a span')} onClose={close}>
      <form className={classes.form} onSubmit={submit}>
        <p>
          {translated(
            'Every event of this span is sent again, delivered before or not, in order and under the same ids. 2,000 at most. Times are',
          )}{' '}
          {timeZone === undefined
            ? translated('in the zone of this workstation')
            : translated('in {timeZone}', { timeZone })}
          .
        </p>
        <TextInput {...common} label={translated('From')} {...form.getInputProps('since')} />
        <TextInput {...common} label={translated('To')} {...form.getInputProps('until')} />
        <Refused error={replay.error} />
        <DialogButtons action={translated('Replay')} isPending={replay.isPending} onClose={close} />
      </form>
    </Dialog>
  );
}
