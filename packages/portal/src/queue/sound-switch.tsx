import { Button } from '@mantine/core';
import { useMemo } from 'react';
import { SoundIcon } from '../icons/icons.tsx';
import { playArrival, useArrivalSound } from './arrival-sound.ts';
import classes from './queue.module.css';

/** Switches the sound on for new incidents and alerts that wait, and lets it be heard once; off to begin with. */
export function SoundSwitch({ arrivals }: { arrivals: ReadonlySet<string> }) {
  const causes = useMemo(() => [...arrivals], [arrivals]);
  const [isOn, switchTo] = useArrivalSound(causes);
  const toggle = () => {
    if (!isOn) playArrival();
    switchTo(!isOn);
  };
  return (
    <Button
      className={classes.sound}
      variant="default"
      size="compact-sm"
      leftSection={<SoundIcon />}
      aria-pressed={isOn}
      onClick={toggle}
    >
      Sound for new incidents: {isOn ? 'on' : 'off'}
    </Button>
  );
}
