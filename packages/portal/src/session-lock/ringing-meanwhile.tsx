import { incidentTitle } from '../marks/incident-title.ts';
import { TimeLeft } from '../queue/time-left.tsx';
import { useSound } from '../sound/sound-context.ts';
import { translated } from '../words/translated.ts';
import classes from './session-lock.module.css';

const SHOWN = 3;

/** What rings while the session asks for a factor: that it came and how long it waits, and nothing of whose it is. */
export function RingingMeanwhile() {
  const rings = useSound()?.rings ?? [];
  if (rings.length === 0) return null;
  const others = rings.length - SHOWN;
  return (
    <section className={classes.ringing} aria-label={translated('Ringing meanwhile')} role="alert">
      <ul>
        {rings.slice(0, SHOWN).map(({ incident }) => (
          <li key={incident.id}>
            <span>{`${incident.is_test ? `${translated('Test')}. ` : ''}${incidentTitle(incident)}`}</span>
            {incident.accept_by !== null && <TimeLeft until={incident.accept_by} />}
          </li>
        ))}
      </ul>
      {others > 0 && <p>{translated('and {count} more', { count: others })}</p>}
    </section>
  );
}
