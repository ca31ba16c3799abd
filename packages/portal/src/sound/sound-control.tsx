import { Button, Popover, Slider, Switch } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { useDeeplinkId } from '../api/sallyport-context.tsx';
import { SilentIcon, SoundIcon, WarningIcon } from '../icons/icons.tsx';
import { translated } from '../words/translated.ts';
import classes from './sound.module.css';
import { type Sound, useSound } from './sound-context.ts';
import { LEAST_VOLUME } from './sound-provider.tsx';

const DesktopSwitches = lazy(async () => ({ default: (await import('./desktop-switches.tsx')).DesktopSwitches }));

/** The seat's sound: whether it is on and whether it is heard, with its switch, its volume and a test. */
export function SoundControl() {
  const sound = useSound();
  if (sound === null) return null;
  const word = stateWord(sound);
  return (
    <Popover position="bottom-end" trapFocus withinPortal={false}>
      <Popover.Target>
        <Button
          variant="subtle"
          color="gray"
          size="compact-sm"
          c="inherit"
          leftSection={word === 'on' ? <SoundIcon /> : word === 'off' ? <SilentIcon /> : <WarningIcon />}
          aria-label={translated('Sound: {state}', { state: translated(word) })}
          title={translated('Sound: {state}', { state: translated(word) })}
          className={classes.control}
          data-sound={word}
        >
          <span className={classes.word}>{translated('Sound: {state}', { state: translated(word) })}</span>
        </Button>
      </Popover.Target>
      <Popover.Dropdown className={classes.panel} aria-label={translated('Sound')}>
        <Settings sound={sound} />
      </Popover.Dropdown>
    </Popover>
  );
}

function Settings({ sound }: { sound: Sound }) {
  const { isOn, switchTo, volume, setVolume, test } = sound;
  // A deeplink stands in another program's window, which notifies by itself.
  const isOfSeat = useDeeplinkId() === null;
  return (
    <>
      <Switch
        label={translated('Sound for new incidents')}
        description={translated(
          'Alerts ring on every page until they are answered, or acknowledged at this seat, for an hour at most. Calls sound once.',
        )}
        checked={isOn}
        onChange={(event) => switchTo(event.currentTarget.checked)}
      />
      <div className={classes.volume}>
        <span id="seat-volume">{translated('Volume at this seat: {percent} %', { percent: volume })}</span>
        <Slider
          min={LEAST_VOLUME}
          max={100}
          step={5}
          label={null}
          value={volume}
          onChange={setVolume}
          disabled={!isOn}
          thumbProps={{ 'aria-labelledby': 'seat-volume' }}
        />
      </div>
      <Button size="compact-sm" variant="default" disabled={!isOn} onClick={test}>
        {translated('Play it once')}
      </Button>
      <p role="status" className={classes.state}>
        {stateSentence(sound)}
      </p>
      {isOfSeat && (
        <Suspense fallback={null}>
          <DesktopSwitches />
        </Suspense>
      )}
    </>
  );
}

function stateWord({ isOn, state }: Pick<Sound, 'isOn' | 'state'>): 'on' | 'off' | 'silenced' {
  if (!isOn) return 'off';
  return state === 'audible' ? 'on' : 'silenced';
}

/** What becomes of the sound now. */
export function stateSentence({ isOn, state }: Pick<Sound, 'isOn' | 'state'>): string {
  if (!isOn) return translated('Off. Nothing sounds.');
  switch (state) {
    case 'audible':
      return translated('On. The browser plays it.');
    case 'unavailable':
      return translated('Sound is on, but this browser cannot play any.');
    default:
      return translated(
        'Sound is on, but the browser keeps this page silent. Click anywhere or press a key to hear it.',
      );
  }
}
