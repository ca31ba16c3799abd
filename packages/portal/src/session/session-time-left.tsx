import { secondsLeft } from '../alert/deadline.ts';
import { ClockIcon } from '../icons/icons.tsx';
import { durationText } from '../time/age.ts';
import { useOfNow } from '../time/use-server-now.ts';
import { useTimes } from '../time/use-times.ts';
import { translated } from '../words/translated.ts';
import classes from './session-time-left.module.css';

/** Below this the rest of a session is drawn as a warning. */
const SOON_SECONDS = 300;

/** How long the session still lasts. */
export function SessionTimeLeft({ expiresAt }: { expiresAt: string }) {
  const { clockText } = useTimes();
  const left = useOfNow((nowMs) => secondsLeft(expiresAt, nowMs));
  return (
    <span
      className={left <= SOON_SECONDS ? classes.soon : classes.left}
      title={translated('Session ends at {time}', { time: clockText(expiresAt) })}
      data-soon={left <= SOON_SECONDS}
      data-testid="session-time-left"
    >
      <ClockIcon size={14} />
      {left <= SOON_SECONDS
        ? translated('Ends in {time}', { time: minutesAndSeconds(left) })
        : translated('{time} left', { time: durationText(left) })}
    </span>
  );
}

function minutesAndSeconds(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
