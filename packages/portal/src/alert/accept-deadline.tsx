import { VisuallyHidden } from '@mantine/core';
import { useServerNow } from '../time/use-server-now.ts';
import { translated } from '../words/translated.ts';
import classes from './alert.module.css';
import { countdownText, secondsLeft, spokenDeadline } from './deadline.ts';

/** The time left to accept, running down by the server's clock; stated aloud at a few moments, not every second. */
export function AcceptDeadline({ from, until }: { from: string; until: string }) {
  const now = useServerNow();
  const seconds = secondsLeft(until, now);
  const whole = Math.max(1, secondsLeft(until, Date.parse(from)));
  return (
    <div className={classes.deadline} data-urgent={seconds <= 10}>
      <p>
        <strong role="timer" aria-label={translated('Time left to accept')}>
          {countdownText(seconds)}
        </strong>{' '}
        {translated(seconds === 0 ? 'The time to accept has passed' : 'left to accept')}
      </p>
      <div className={classes.track} aria-hidden="true">
        <div style={{ transform: `scaleX(${seconds / whole})` }} />
      </div>
      <VisuallyHidden role="status" data-testid="spoken-deadline">
        {spokenDeadline(seconds)}
      </VisuallyHidden>
    </div>
  );
}
