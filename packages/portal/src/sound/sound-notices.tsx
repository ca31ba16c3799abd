import { Button, Kbd } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { useEffect } from 'react';
import { Link, useLocation } from 'react-router';
import { useDeeplinkId } from '../api/sallyport-context.tsx';
import { keysText } from '../commands/commands.ts';
import { SoundIcon, WarningIcon } from '../icons/icons.tsx';
import { incidentSentence } from '../marks/incident-title.ts';
import { translated } from '../words/translated.ts';
import { pathOf, type Ring } from './ringing.ts';
import classes from './sound.module.css';
import { useSound } from './sound-context.ts';
import { stateSentence } from './sound-control.tsx';

/** Above every page, while the sound is on: that the browser keeps it silent, and what rings with the way to end it. */
export function SoundNotices() {
  const sound = useSound();
  useAcknowledgedByOpening(sound?.rings, sound?.acknowledge);
  const acknowledge = sound?.acknowledge;
  useHotkeys([['shift+S', () => acknowledge?.()]]);
  if (sound === null) return null;
  const { isOn, state, rings } = sound;
  const isSilent = isOn && (state === 'silenced' || state === 'unavailable');
  return (
    <>
      <div role="status">
        {isSilent && (
          <p className={classes.silenced} data-testid="sound-silenced">
            <WarningIcon />
            <span>{stateSentence(sound)}</span>
          </p>
        )}
      </div>
      {isOn && rings[0] !== undefined && (
        <RingBar newest={rings[0]} others={rings.length - 1} onAcknowledge={() => sound.acknowledge()} />
      )}
    </>
  );
}

interface RingBarProps {
  newest: Ring;
  others: number;
  onAcknowledge: () => void;
}

function RingBar({ newest: { incident }, others, onAcknowledge }: RingBarProps) {
  const isDeeplink = useDeeplinkId() !== null;
  return (
    <section className={classes.ringing} aria-label={translated('Ringing')} data-testid="ringing">
      <SoundIcon />
      {isDeeplink ? (
        <span>{incidentSentence(incident)}</span>
      ) : (
        <Link to={pathOf(incident)}>{incidentSentence(incident)}</Link>
      )}
      {others > 0 && <span>{translated('and {count} more', { count: others })}</span>}
      <Button
        size="compact-sm"
        variant="default"
        aria-keyshortcuts="Shift+S"
        rightSection={<Kbd size="xs">{keysText('shift+S')}</Kbd>}
        onClick={onAcknowledge}
      >
        {translated('Acknowledge')}
      </Button>
    </section>
  );
}

/** Who opens an incident that rings has acknowledged it; one that begins to ring while it is open has not been. */
function useAcknowledgedByOpening(
  rings: readonly Ring[] | undefined,
  acknowledge: ((incidentIds: readonly string[]) => void) | undefined,
): void {
  const { pathname, key } = useLocation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: what rings at the moment of opening counts, and nothing after it
  useEffect(() => {
    const opened = /^\/portal\/(?:incidents|transfers)\/(?:alert-)?([^/]+)$/.exec(pathname)?.[1];
    if (opened === undefined) return;
    const id = decodeURIComponent(opened);
    if (rings?.some(({ incident }) => incident.id === id)) acknowledge?.([id]);
  }, [pathname, key]);
}
