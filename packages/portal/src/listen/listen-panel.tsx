import { Button } from '@mantine/core';
import { useRef } from 'react';
import { SoundIcon } from '../icons/icons.tsx';
import { translated } from '../words/translated.ts';
import classes from './listen.module.css';
import { type Listening, useListening } from './use-listening.ts';

/** The live audio of a call that goes on: a button to listen, who is on the line, and how it stands. */
export function ListenPanel({ incidentId }: { incidentId: string }) {
  const outlet = useRef<HTMLDivElement>(null);
  const { listening, start, stop } = useListening(incidentId, outlet);
  const isOn = listening.kind === 'on' || listening.kind === 'joining';
  return (
    <section className={classes.panel} aria-label={translated('Live audio')}>
      <Button variant="default" leftSection={<SoundIcon />} onClick={isOn ? stop : start}>
        {translated(isOn ? 'Stop listening' : 'Listen')}
      </Button>
      <div role="status" className={classes.state} data-state={listening.kind}>
        {stateText(listening)}
      </div>
      {listening.kind === 'on' && listening.others.length > 0 && (
        <ul className={classes.line} aria-label={translated('On the line')}>
          {listening.others.map(({ id, name, isSpeaking }) => (
            <li key={id} data-speaking={isSpeaking}>
              {name}
              {isSpeaking && ` (${translated('speaking')})`}
            </li>
          ))}
        </ul>
      )}
      <div ref={outlet} hidden />
    </section>
  );
}

function stateText(listening: Listening): string {
  switch (listening.kind) {
    case 'off':
      return translated('This call has live audio.');
    case 'joining':
      return translated('Joining the call …');
    case 'on':
      if (listening.isReconnecting) return translated('The audio was lost. Reconnecting …');
      return translated(
        listening.others.length === 0 ? 'Listening. Nobody else is on the line.' : 'Listening. On the line:',
      );
    case 'ended':
      return translated('The audio has ended.');
    case 'failed':
      return listening.why;
  }
}
