import { NativeSelect } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { NewWebhook, WebhookDialect, WebhookList } from '@sallyport/contract';
import { Dialog } from '../../notices/dialog.tsx';
import { DialogButtons } from '../../notices/dialog-buttons.tsx';
import { Refused } from '../../notices/refused.tsx';
import { translated } from '../../words/translated.ts';
import classes from '../layout/admin.module.css';
import type { WebhookActions } from './use-webhooks.ts';
import { draftOf, requestOf, type WebhookDraft } from './webhook-draft.ts';
import { WebhookFields } from './webhook-fields.tsx';
import { dialectText } from './words.ts';

interface NewWebhookDialogProps {
  list: WebhookList;
  actions: WebhookActions;
  onMade: (made: NewWebhook) => void;
  onClose: () => void;
}

/** Sends the agency's events to an address from now on, in the words its receiver speaks. */
export function NewWebhookDialog({ list, actions: { create }, onMade, onClose }: NewWebhookDialogProps) {
  const { event_types: eventTypes } = list;
  const form = useForm<WebhookDraft & { dialect: WebhookDialect }>({
    initialValues: { ...draftOf(null), dialect: 'native' },
  });
  const { dialect } = form.values;
  const close = () => {
    create.reset();
    onClose();
  };
  const chooseDialect = (name: WebhookDialect) => {
    const [first, ...others] = eventTypes[name] ?? [];
    form.setValues({ dialect: name, eventTypes: first !== undefined && others.length === 0 ? [first] : [] });
  };
  const submit = form.onSubmit((draft) =>
    create.mutate({ ...requestOf(draft), dialect: draft.dialect }, { onSuccess: onMade }),
  );
  return (
    <Dialog title={translated('New webhook')} onClose={close} closesOnClickOutside={false}>
      <form className={classes.form} onSubmit={submit}>
        <NativeSelect
          label={translated('Messages')}
          description={translated('In whose words the events are sent; it cannot be changed later')}
          value={dialect}
          data={Object.keys(eventTypes).map((name) => ({ value: name, label: dialectText(list, name) }))}
          onChange={(event) => chooseDialect(event.currentTarget.value as WebhookDialect)}
        />
        <WebhookFields form={form} eventTypes={eventTypes[dialect] ?? []} mayKeep={false} />
        <Refused error={create.error} />
        <DialogButtons
          action={translated('Create webhook')}
          isPending={create.isPending}
          isDisabled={form.values.eventTypes.length === 0}
          onClose={close}
        />
      </form>
    </Dialog>
  );
}
