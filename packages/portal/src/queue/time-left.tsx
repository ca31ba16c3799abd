import { countdownText, secondsLeft } from '../alert/deadline.ts';
import { useServerNow } from '../time/use-server-now.ts';
import classes from './queue.module.css';

/** The time left to accept an alert, on its row. */
export function TimeLeft({ until }: { until: string }) {
  const seconds = secondsLeft(until, useServerNow());
  return (
    <strong className={classes.timeLeft} data-urgent={seconds <= 10}>
      {countdownText(seconds)} left
    </strong>
  );
}
