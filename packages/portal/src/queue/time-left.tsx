import { countdownText, secondsLeft } from '../alert/deadline.ts';
import { useOfNow } from '../time/use-server-now.ts';
import { translated } from '../words/translated.ts';
import classes from './queue.module.css';

/** The time left to accept an alert, on its row. */
export function TimeLeft({ until }: { until: string }) {
  const seconds = useOfNow((nowMs) => secondsLeft(until, nowMs));
  return (
    <strong className={classes.timeLeft} data-urgent={seconds <= 10}>
      {translated('{time} left', { time: countdownText(seconds) })}
    </strong>
  );
}
