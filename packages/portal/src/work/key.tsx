import { Button, Kbd } from '@mantine/core';
import { keysText } from '../commands/commands.ts';

interface KeyProps {
  label: string;
  keys: string;
  isBusy?: boolean;
  isMain?: boolean;
  onClick: () => void;
}

/** A button with the keys that do the same. */
export function Key({ label, keys, isBusy = false, isMain = false, onClick }: KeyProps) {
  return (
    <Button
      size="compact-sm"
      variant={isMain ? 'filled' : 'default'}
      aria-keyshortcuts={keys.replace(' ', '+')}
      rightSection={<Kbd size="xs">{keysText(keys.replace(' ', '+'))}</Kbd>}
      loading={isBusy}
      onClick={onClick}
    >
      {label}
    </Button>
  );
}
