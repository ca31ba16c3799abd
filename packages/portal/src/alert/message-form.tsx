import { Button, Kbd, Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useHotkeys } from '@mantine/hooks';
import { type KeyboardEvent, useRef } from 'react';
import { keysText } from '../commands/commands.ts';
import { Refused } from '../notices/refused.tsx';
import { translated } from '../words/translated.ts';
import classes from './alert.module.css';
import type { AlertActions } from './use-alert-actions.ts';

const MOST_CHARACTERS = 1_000;

/** Writes to whoever sent the alert. Enter sends, Shift+Enter begins a line; what could not be sent stands in the field again. */
export function MessageForm({ to, state }: { to: string } & Pick<AlertActions, 'state'>) {
  const form = useForm({ initialValues: { text: '' } });
  const field = useRef<HTMLTextAreaElement>(null);
  useHotkeys([['shift+M', () => field.current?.focus()]]);
  const send = () => {
    const { text } = form.getValues();
    const stated = text.trim();
    if (stated === '' || state.isPending) return;
    // The field is free at once, so that what is typed meanwhile is the next message.
    form.reset();
    const restore = (typed: string) => (typed === '' ? text : `${text}\n${typed}`);
    state.mutate(stated, { onError: () => form.setFieldValue('text', restore) });
  };
  const sendOnEnter = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  };
  return (
    <form className={classes.message} onSubmit={form.onSubmit(send)}>
      <Refused error={state.error} />
      <Textarea
        ref={field}
        label={
          <>
            {translated('Message to {receiver}', { receiver: to })} <Kbd size="xs">{keysText('shift+M')}</Kbd>
          </>
        }
        aria-label={translated('Message to {receiver}', { receiver: to })}
        aria-keyshortcuts="Shift+M"
        rows={2}
        maxLength={MOST_CHARACTERS}
        {...form.getInputProps('text')}
        onKeyDown={sendOnEnter}
      />
      <div className={classes.send}>
        <span>{translated('Enter sends, Shift+Enter begins a new line.')}</span>
        <Button
          type="submit"
          size="compact-sm"
          variant="default"
          loading={state.isPending}
          disabled={form.values.text.trim() === ''}
        >
          {translated('Send')}
        </Button>
      </div>
    </form>
  );
}
