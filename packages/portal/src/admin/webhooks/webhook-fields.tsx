import { Button, Checkbox, TextInput } from '@mantine/core';
import { AuthenticationFields } from './authentication-fields.tsx';
import type { WebhookDraft } from './webhook-draft.ts';
import classes from './webhooks.module.css';

interface WebhookFieldsProps {
  draft: WebhookDraft;
  eventTypes: readonly string[];
  /** True where there is an authentication already, which may be kept. */
  mayKeep: boolean;
  onChange: (draft: WebhookDraft) => void;
}

/** What a webhook is called, where it goes, what it receives, and how it proves itself there. */
export function WebhookFields({ draft, eventTypes, mayKeep, onChange }: WebhookFieldsProps) {
  const change = (changed: Partial<WebhookDraft>) => onChange({ ...draft, ...changed });
  const hasAll = draft.eventTypes.length === eventTypes.length;
  return (
    <>
      <TextInput
        label="Name"
        maxLength={100}
        value={draft.name}
        onChange={(event) => change({ name: event.currentTarget.value })}
        required
      />
      <TextInput
        label="URL"
        description="An https address that takes POST"
        type="url"
        maxLength={2_000}
        value={draft.url}
        onChange={(event) => change({ url: event.currentTarget.value })}
        required
      />
      <Checkbox.Group
        label="Events"
        value={[...draft.eventTypes]}
        onChange={(chosen) => change({ eventTypes: chosen })}
        required
      >
        <Button size="compact-xs" variant="subtle" onClick={() => change({ eventTypes: hasAll ? [] : eventTypes })}>
          {hasAll ? 'Choose none' : 'Choose all'}
        </Button>
        <div className={classes.eventTypes}>
          {eventTypes.map((name) => (
            <Checkbox key={name} value={name} label={name} size="xs" />
          ))}
        </div>
      </Checkbox.Group>
      <AuthenticationFields
        draft={draft.authentication}
        mayKeep={mayKeep}
        onChange={(authentication) => change({ authentication })}
      />
    </>
  );
}
