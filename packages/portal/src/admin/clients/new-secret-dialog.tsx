import { Button } from '@mantine/core';
import type { NewClientSecret } from '@sallyport/contract';
import { CopyTextButton } from '../../copying/copy-text-button.tsx';
import { Dialog } from '../../notices/dialog.tsx';
import { translated } from '../../words/translated.ts';
import classes from '../layout/admin.module.css';

interface NewSecretDialogProps {
  made: NewClientSecret;
  /** True for the secret a new client begins with. */
  isFirst?: boolean;
  onClose: () => void;
}

/** Shows a new secret, the only time it can be read. A click beside the dialog does not close it. */
export function NewSecretDialog({ made, isFirst = false, onClose }: NewSecretDialogProps) {
  return (
    <Dialog onClose={onClose} title={translated('New secret')} closesOnClickOutside={false}>
      <div className={classes.form}>
        <p role="status">
          {translated('This is the new secret of')} {made.client.name}
          {translated(', client id')} {made.client.id}
          {translated('. It is shown this once: copy it now.')}
          {isFirst ? '' : ` ${translated('The earlier one works until you remove it.')}`}
        </p>
        <div className={classes.secret}>
          <code data-testid="client-secret">{made.client_secret}</code>
          <CopyTextButton value={made.client_secret} label={translated('Copy secret')} />
        </div>
        <div className={classes.buttons}>
          <Button onClick={onClose}>{translated('Done')}</Button>
        </div>
      </div>
    </Dialog>
  );
}
