import { Button } from '@mantine/core';
import { useRef } from 'react';
import { SoundIcon } from '../icons/icons.tsx';
import classes from './listen.module.css';
import { type Listening, useListening } from './use-listening.ts';

/** The live audio of a call that goes on: a button to listen, who is on the line, and how it stands. */
export function ListenPanel({ incidentId }: { incidentId: string }) {
  const outlet = useRef<HTMLDivElement>(null);
  const { listening, start, stop } = useListening(incidentId, outlet);
  const isOn = listening.kind === 'on' || listening.kind === 'joining';
  return (
    <section className={classes.panel} aria-label="Live audio">
      <Button variant="default" leftSection={<SoundIcon />} onClick={isOn ? stop : start}>
        {isOn ? 'Stop listening' : 'Listen'}
      </Button>
      <div role="status" className={classes.state} data-state={listening.kind}>
        {stateText(listening)}
      </div>
      {listening.kind === 'on' && listening.others.length > 0 && (
        <ul className={classes.line} aria-label="On the line">
          {listening.others.map(({ id, name, isSpeaking }) => (
            <li key={id} data-speaking={isSpeaking}>
              {name}
              {isSpeaking && ' (speaking)'}
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
      return 'This call has live audio.';
    case 'joining':
      return 'Joining the call …';
    case 'on':
      if (listening.isReconnecting) return 'The audio was lost. Reconnecting …';
      return listening.others.length === 0 ? 'Listening. Nobody else is on the line.' : 'Listening. On the line:';
    case 'ended':
      return 'The audio has ended.';
    case 'failed':
      return listening.why;
  }
}
