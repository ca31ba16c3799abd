import { Kbd } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { useState } from 'react';
import { Dialog } from '../notices/dialog.tsx';
import type { Text } from '../words/spanish/spanish.ts';
import { translated } from '../words/translated.ts';
import classes from './commands.module.css';
import { keysText, useAvailableCommands } from './commands.ts';

/** Keys that are no command of a page. */
const ALWAYS: readonly [keys: string, does: Text][] = [
  ['/', 'Search, or find a command by its name'],
  ['?', 'Show these shortcuts'],
  ['↑ ↓', 'Move between the incidents'],
  ['Home End', 'The first and the last incident'],
  ['Enter', 'Open the incident'],
  ['Delete', 'Dismiss the incident, for you alone'],
  ['Shift S', 'Acknowledge what rings'],
];

/** `?` shows every key that does something on the page as it stands. */
export function Shortcuts() {
  const [isOpen, setIsOpen] = useState(false);
  const open = () => setIsOpen(true);
  useHotkeys([
    ['shift+?', open],
    ['?', open],
  ]);
  return isOpen && <ShortcutsDialog onClose={() => setIsOpen(false)} />;
}

function ShortcutsDialog({ onClose }: { onClose: () => void }) {
  const commands = useAvailableCommands().flatMap(({ keys, label }) =>
    keys === null ? [] : [[keysText(keys), label] as const],
  );
  return (
    <Dialog title={translated('Shortcuts')} onClose={onClose}>
      <dl className={classes.shortcuts}>
        {[...commands, ...ALWAYS.map(([keys, does]) => [keys, translated(does)] as const)].map(([keys, does]) => (
          <div key={`${keys} ${does}`}>
            <dt>
              <Kbd>{keys}</Kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
