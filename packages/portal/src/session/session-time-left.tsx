import { ClockIcon } from '../icons/icons.tsx';
import { durationText } from '../time/age.ts';
import { useServerNow } from '../time/use-server-now.ts';
import { useTimes } from '../time/use-times.ts';
import classes from './session-time-left.module.css';

/** Below this the rest of a session is drawn as a warning. */
const SOON_SECONDS = 300;

/** How long the session still lasts. */
export function SessionTimeLeft({ expiresAt }: { expiresAt: string }) {
  const { clockText } = useTimes();
  const left = Math.max(0, Math.ceil((Date.parse(expiresAt) - useServerNow()) / 1000));
  return (
    <span
      className={left <= SOON_SECONDS ? classes.soon : classes.left}
      title={`Session ends at ${clockText(expiresAt)}`}
      data-testid="session-time-left"
    >
      <ClockIcon size={14} />
      {left <= SOON_SECONDS ? `Ends in ${minutesAndSeconds(left)}` : `${durationText(left)} left`}
    </span>
  );
}

function minutesAndSeconds(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
