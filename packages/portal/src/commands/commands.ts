import { useHotkeys } from '@mantine/hooks';
import { useEffect, useRef, useSyncExternalStore } from 'react';
import { translated } from '../words/translated.ts';

/** Something that can be done on the page as it stands, by its key or by name in the command bar. */
export interface Command {
  /** Names it among those of the page. */
  readonly id: string;
  readonly label: string;
  /** As `useHotkeys` has it, `shift+C`; null for one without a key. */
  readonly keys: string | null;
  readonly run: () => void;
}

type Registered = readonly Pick<Command, 'id' | 'label' | 'keys' | 'run'>[];

const registered = new Map<symbol, Registered>();
const listeners = new Set<() => void>();
let all: Registered = [];

function publish(): void {
  all = [...registered.values()].flat();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Makes these commands available while the component that calls it is on the page. */
export function useCommands(commands: readonly Command[]): void {
  const current = useRef(commands);
  current.current = commands;
  useHotkeys(commands.flatMap(({ keys, run }) => (keys === null ? [] : [[keys, run] as [string, () => void]])));
  const names = commands.map(({ id, label, keys }) => `${id}\t${label}\t${keys ?? ''}`).join('\n');
  useEffect(() => {
    const key = Symbol('commands');
    const lines = names === '' ? [] : names.split('\n');
    registered.set(
      key,
      lines.map((line) => {
        const [id = '', label = '', keys = ''] = line.split('\t');
        const run = () => current.current.find((command) => command.id === id)?.run();
        return { id, label, keys: keys === '' ? null : keys, run };
      }),
    );
    publish();
    return () => {
      registered.delete(key);
      publish();
    };
  }, [names]);
}

/** What can be done on the page as it stands. */
export function useAvailableCommands(): Registered {
  return useSyncExternalStore(subscribe, () => all);
}

/** `shift+C` as a person reads it: `Shift C`. */
export function keysText(keys: string): string {
  return keys
    .split('+')
    .map((key) => (key.toLowerCase() === 'shift' ? translated('Shift') : key.charAt(0).toUpperCase() + key.slice(1)))
    .join(' ');
}

/** The commands whose name has every word that was typed, those first whose name begins with it. */
export function matching<Named extends { readonly label: string }>(commands: readonly Named[], typed: string): Named[] {
  const words = typed
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return [];
  const begins = ({ label }: Named) => label.toLowerCase().startsWith(words[0] ?? '');
  return commands
    .filter(({ label }) => words.every((word) => label.toLowerCase().includes(word)))
    .sort((one, other) => Number(begins(other)) - Number(begins(one)));
}
