import { Kbd } from '@mantine/core';
import type { FoundIncidents } from '@sallyport/contract';
import { type KeyboardEvent, lazy, Suspense } from 'react';
import classes from '../commands/commands.module.css';
import { keysText, matching, useAvailableCommands } from '../commands/commands.ts';
import { FoundLink } from '../search/found-link.tsx';
import { translated } from '../words/translated.ts';

const PlaceOptions = lazy(async () => ({ default: (await import('../search/place-options.tsx')).PlaceOptions }));

interface SearchOptionsProps {
  typed: string;
  found: FoundIncidents['found'];
  onDone: () => void;
}

/** Under the search box: what can be done that has such a name, and incidents in which it stands. The arrows move in it. */
export function SearchOptions({ typed, found, onDone }: SearchOptionsProps) {
  const commands = matching(useAvailableCommands(), typed).slice(0, 5);
  return (
    <ul className={classes.options} aria-label={translated('Found')} data-options onKeyDown={moveFocus}>
      {commands.map(({ id, label, keys, run }) => (
        <li key={id}>
          <button
            type="button"
            className={classes.option}
            onClick={() => {
              onDone();
              run();
            }}
          >
            {label} {keys !== null && <Kbd size="xs">{keysText(keys)}</Kbd>}
          </button>
        </li>
      ))}
      {found.map((each) => (
        <li key={each.incident.id}>
          <FoundLink found={each} onOpen={onDone} />
        </li>
      ))}
      <Suspense fallback={null}>
        <PlaceOptions typed={typed} onDone={onDone} />
      </Suspense>
    </ul>
  );
}

/** Up and down between the options; up from the first goes back to the box. */
function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0) return;
  event.preventDefault();
  event.stopPropagation();
  const options = [...event.currentTarget.querySelectorAll<HTMLElement>('a, button')];
  const next = options.indexOf(document.activeElement as HTMLElement) + step;
  if (next < 0) event.currentTarget.closest('search')?.querySelector('input')?.focus();
  else options[next]?.focus();
}
