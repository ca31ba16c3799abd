import type { AlertLogLine } from '@sallyport/contract';
import { useTimes } from '../time/use-times.ts';
import type { Text } from '../words/spanish/spanish.ts';
import { serverText, translated } from '../words/translated.ts';
import classes from './alert.module.css';

/** What is neither a message, which stands in a frame, nor a change of the alert, which stands in bold. */
const TYPE_WORDS: Partial<Readonly<Record<AlertLogLine['type'], Text>>> = {
  SYSTEM_UPDATE: 'System',
  MILESTONE: 'Milestone',
  MULTI_TRIP_SIGNAL: 'Further signal',
};

function typeText(type: AlertLogLine['type']): string {
  const word = TYPE_WORDS[type];
  return word === undefined ? '' : ` · ${translated(word)}`;
}

/** What changed and what was stated, oldest first, the center's own on the right; its end in view; a new line is read aloud. */
export function AlertLog({ lines }: { lines: readonly AlertLogLine[] }) {
  const { clockText, instantText } = useTimes();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard (WCAG 2.1.1)
    <div className={classes.log} role="log" aria-label={translated('Log')} tabIndex={0}>
      {lines.length === 0 && <p>{translated('No changes and no messages yet.')}</p>}
      <ul hidden={lines.length === 0}>
        {lines.map((line) => (
          <li key={line.id} data-side={line.side} data-type={line.type}>
            <span className={classes.by}>
              {line.sender}
              {line.entity !== '' && line.entity !== line.sender && `, ${line.entity}`}
              {line.claimed_sender !== undefined &&
                ` (${translated('not verified: “{sender}”', { sender: line.claimed_sender })})`}{' '}
              ·{' '}
              <time dateTime={line.at} title={instantText(line.at)}>
                {clockText(line.at)}
              </time>
              {typeText(line.type)}
            </span>
            <span className={classes.stated}>{serverText(line.text)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
