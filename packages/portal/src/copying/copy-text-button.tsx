import { Button, CopyButton } from '@mantine/core';
import { CheckIcon, CopyIcon } from '../icons/icons.tsx';
import { translated } from '../words/translated.ts';

interface CopyTextButtonProps {
  value: string;
  /** What is copied, for screen readers: "Copy coordinates". The visible text stays "Copy". */
  label: string;
}

/** Copies a text and states it for a moment. */
export function CopyTextButton({ value, label }: CopyTextButtonProps) {
  return (
    <CopyButton value={value} timeout={2000}>
      {({ copied, copy }) => (
        <Button
          size="compact-xs"
          variant="default"
          onClick={copy}
          aria-label={copied ? translated('Copied') : label}
          leftSection={copied ? <CheckIcon size={12} /> : <CopyIcon size={12} />}
        >
          {translated(copied ? 'Copied' : 'Copy')}
        </Button>
      )}
    </CopyButton>
  );
}
