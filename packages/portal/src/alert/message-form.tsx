import { Button, Kbd, Textarea } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { type KeyboardEvent, type SyntheticEvent, useRef, useState } from 'react';
import { Refused } from '../notices/refused.tsx';
import classes from './alert.module.css';
import type { AlertActions } from './use-alert-actions.ts';

const MOST_CHARACTERS = 1_000;

/** Writes to whoever sent the alert. Enter sends, Shift+Enter begins a line; what could not be sent stands in the field again. */
export function MessageForm({ to, state }: { to: string } & Pick<AlertActions, 'state'>) {
  const [text, setText] = useState('');
  const field = useRef<HTMLTextAreaElement>(null);
  useHotkeys([['shift+M', () => field.current?.focus()]]);
  const send = () => {
    const stated = text.trim();
    if (stated === '' || state.isPending) return;
    // The field is free at once, so that what is typed meanwhile is the next message.
    setText('');
    state.mutate(stated, { onError: () => setText((typed) => (typed === '' ? text : `${text}\n${typed}`)) });
  };
  const sendOnEnter = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  };
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    send();
  };
  return (
    <form className={classes.message} onSubmit={submit}>
      <Refused error={state.error} />
      <Textarea
        ref={field}
        label={
          <>
            Message to {to} <Kbd size="xs">Shift M</Kbd>
          </>
        }
        aria-label={`Message to ${to}`}
        aria-keyshortcuts="Shift+M"
        rows={2}
        maxLength={MOST_CHARACTERS}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={sendOnEnter}
      />
      <div className={classes.send}>
        <span>Enter sends, Shift+Enter begins a new line.</span>
        <Button
          type="submit"
          size="compact-sm"
          variant="default"
          loading={state.isPending}
          disabled={text.trim() === ''}
        >
          Send
        </Button>
      </div>
    </form>
  );
}
