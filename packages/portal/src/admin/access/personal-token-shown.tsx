import { Button } from '@mantine/core';
import type { NewPersonalToken } from '@sallyport/contract';
import { CopyTextButton } from '../../copying/copy-text-button.tsx';
import { ShownInstant } from '../../time/shown-instant.tsx';
import { translated } from '../../words/translated.ts';
import admin from '../layout/admin.module.css';
import classes from './personal-token.module.css';

/** Both tokens, the only time they can be read. */
export function PersonalTokenShown({ issued, onAnother }: { issued: NewPersonalToken; onAnother: () => void }) {
  return (
    <div className={classes.form}>
      <p role="status">{translated('The tokens are shown this once: copy them now.')}</p>
      <h3>
        {translated('Refresh token, until')} <ShownInstant at={issued.refresh_ends_at} />
      </h3>
      <div className={admin.secret}>
        <code data-testid="refresh-token">{issued.refresh_token}</code>
        <CopyTextButton value={issued.refresh_token} label={translated('Copy refresh token')} />
      </div>
      <h3>
        {translated('Access token, until')} <ShownInstant at={issued.access_ends_at} />
      </h3>
      <div className={admin.secret}>
        <code data-testid="access-token">{issued.access_token}</code>
        <CopyTextButton value={issued.access_token} label={translated('Copy access token')} />
      </div>
      <div className={classes.buttons}>
        <Button variant="default" onClick={onAnother}>
          {translated('Issue another')}
        </Button>
      </div>
    </div>
  );
}
