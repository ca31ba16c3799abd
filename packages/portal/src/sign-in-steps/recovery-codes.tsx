import { Button } from '@mantine/core';
import { CopyTextButton } from '../copying/copy-text-button.tsx';
import { translated } from '../words/translated.ts';
import classes from './steps.module.css';

/** Ten codes, shown once. */
export function RecoveryCodes({ codes, onKept }: { codes: readonly string[]; onKept: () => void }) {
  return (
    <div className={classes.codes}>
      <p>
        {translated(
          'Keep these recovery codes where you keep papers. Each signs you in once without your device. They are shown now and never again.',
        )}
      </p>
      <ol>
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <CopyTextButton value={codes.join('\n')} label={translated('Copy recovery codes')} />
      <Button fullWidth onClick={onKept}>
        {translated('I have kept them')}
      </Button>
    </div>
  );
}
