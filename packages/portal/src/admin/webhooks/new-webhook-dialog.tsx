import { Button, NativeSelect } from '@mantine/core';
import type { NewWebhook, WebhookDialect, WebhookList } from '@sallyport/contract';
import { type SyntheticEvent, useState } from 'react';
import { Dialog } from '../../notices/dialog.tsx';
import { Refused } from '../../notices/refused.tsx';
import classes from '../layout/admin.module.css';
import type { WebhookActions } from './use-webhooks.ts';
import { draftOf, requestOf } from './webhook-draft.ts';
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
  const [dialect, setDialect] = useState<WebhookDialect>('native');
  const [draft, setDraft] = useState(() => draftOf(null));
  const close = () => {
    create.reset();
    onClose();
  };
  const chooseDialect = (name: WebhookDialect) => {
    const [first, ...others] = eventTypes[name] ?? [];
    setDialect(name);
    setDraft({ ...draft, eventTypes: first !== undefined && others.length === 0 ? [first] : [] });
  };
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    create.mutate({ ...requestOf(draft), dialect }, { onSuccess: onMade });
  };
  return (
    <Dialog title="New webhook" onClose={close} closesOnClickOutside={false}>
      <form className={classes.form} onSubmit={submit}>
        <NativeSelect
          label="Messages"
          description="In whose words the events are sent; it cannot be changed later"
          value={dialect}
          data={Object.keys(eventTypes).map((name) => ({ value: name, label: dialectText(list, name) }))}
          onChange={(event) => chooseDialect(event.currentTarget.value as WebhookDialect)}
        />
        <WebhookFields draft={draft} eventTypes={eventTypes[dialect] ?? []} mayKeep={false} onChange={setDraft} />
        <Refused error={create.error} />
        <div className={classes.buttons}>
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button type="submit" loading={create.isPending} disabled={draft.eventTypes.length === 0}>
            Create webhook
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
