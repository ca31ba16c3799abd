import { agoText } from './age.ts';
import { useOfNow } from './use-server-now.ts';
import { useTimes } from './use-times.ts';

/** An instant as a ticking age, with the full time on hover and to machines. */
export function InstantAge({ instant }: { instant: string }) {
  const age = useOfNow((nowMs) => agoText(instant, nowMs));
  const { instantText } = useTimes();
  return (
    <time dateTime={instant} title={instantText(instant)}>
      {age}
    </time>
  );
}
