import { Button, Kbd, Textarea } from '@mantine/core';
import type { Seat } from '@sallyport/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type KeyboardEvent, type SyntheticEvent, useEffect, useRef, useState } from 'react';
import { useSallyport } from '../api/sallyport-context.tsx';
import { keysText, useCommands } from '../commands/commands.ts';
import { useSession } from '../current-session/session-context.ts';
import { Refused } from '../notices/refused.tsx';
import { translated } from '../words/translated.ts';
import { mentionedIn } from './mentions.ts';
import { usePresence } from './presence.tsx';
import classes from './time-line.module.css';

const MOST_CHARACTERS = 4_000;

/** Writes a note. Enter adds it, Shift+Enter begins a line; colleagues who are at work can be named in it. */
export function NoteForm({ incidentId }: { incidentId: string }) {
  const { work } = useSallyport();
  const { user } = useSession();
  const queryClient = useQueryClient();
  const [text, setText] = useState('');
  const field = useRef<HTMLTextAreaElement>(null);
  const seats = (usePresence() ?? []).filter((seat) => seat.user_id !== user.id);
  const colleagues = [...new Map(seats.map((seat) => [seat.user_id, seat])).values()];
  // Whoever goes while the note is written is meant all the same.
  const offered = useRef(new Map<string, Seat>());
  useEffect(() => {
    for (const colleague of colleagues) offered.current.set(colleague.user_id, colleague);
  });
  useCommands([{ id: 'note', label: translated('Write a note'), keys: 'shift+N', run: () => field.current?.focus() }]);
  const add = useMutation({
    mutationFn: (note: string) => work.note(incidentId, note, mentionedIn(note, [...offered.current.values()])),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['incident', incidentId] }),
  });
  const send = () => {
    const note = text.trim();
    if (note === '' || add.isPending) return;
    setText('');
    add.mutate(note, { onError: () => setText((typed) => (typed === '' ? note : `${note}\n${typed}`)) });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  };
  const onSubmit = (event: SyntheticEvent) => {
    event.preventDefault();
    send();
  };
  const isNaming = /@[^@\n]{0,30}$/.test(text);
  return (
    <form className={classes.note} onSubmit={onSubmit}>
      <Refused error={add.error} />
      <Textarea
        ref={field}
        label={
          <>
            {translated('Note')} <Kbd size="xs">{keysText('shift+N')}</Kbd>
          </>
        }
        aria-label={translated('Note')}
        aria-keyshortcuts="Shift+N"
        description={translated('Enter adds it. @ names a colleague who is at work.')}
        rows={1}
        autosize
        maxRows={6}
        maxLength={MOST_CHARACTERS}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      {isNaming && colleagues.length > 0 && (
        <fieldset className={classes.kinds} aria-label={translated('Colleagues')}>
          {colleagues.map(({ user_id, name }) => (
            <Button
              key={user_id}
              size="compact-xs"
              variant="default"
              onClick={() => {
                setText((typed) => `${typed.replace(/@[^@\n]*$/, '')}@${name} `);
                field.current?.focus();
              }}
            >
              @{name}
            </Button>
          ))}
        </fieldset>
      )}
    </form>
  );
}
