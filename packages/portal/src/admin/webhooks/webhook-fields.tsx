import { Button, Checkbox, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { translated } from '../../words/translated.ts';
import { AuthenticationFields } from './authentication-fields.tsx';
import type { WebhookDraft } from './webhook-draft.ts';
import classes from './webhooks.module.css';

interface WebhookFieldsProps<Draft extends WebhookDraft> {
  form: UseFormReturnType<Draft>;
  eventTypes: readonly string[];
  /** True where there is an authentication already, which may be kept. */
  mayKeep: boolean;
}

/** What a webhook is called, where it goes, what it receives, and how it proves itself there. */
export function WebhookFields<Draft extends WebhookDraft>({ form, eventTypes, mayKeep }: WebhookFieldsProps<Draft>) {
  const draft: WebhookDraft = form.values;
  const change = (changed: Partial<WebhookDraft>) => form.setValues(changed as Partial<Draft>);
  const hasAll = draft.eventTypes.length === eventTypes.length;
  return (
    <>
      <TextInput label={translated('Name')} maxLength={100} required {...form.getInputProps('name')} />
      <TextInput
        label="URL"
        description={translated('An https address that takes POST')}
        type="url"
        maxLength={2_000}
        required
        {...form.getInputProps('url')}
      />
      <Checkbox.Group
        label={translated('Events')}
        value={[...draft.eventTypes]}
        onChange={(chosen) => change({ eventTypes: chosen })}
        required
      >
        <Button size="compact-xs" variant="subtle" onClick={() => change({ eventTypes: hasAll ? [] : eventTypes })}>
          {hasAll ? translated('Choose none') : translated('Choose all')}
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
