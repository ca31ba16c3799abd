import type { UserWithPasswordLink } from '@sallyport/contract';
import { Dialog } from '../../notices/dialog.tsx';
import { translated } from '../../words/translated.ts';
import { PasswordLinkPanel } from './password-link-panel.tsx';

/** A new one-time link for an existing user. */
export function PasswordLinkDialog({ linked, onClose }: { linked: UserWithPasswordLink; onClose: () => void }) {
  return (
    <Dialog onClose={onClose} title={translated('New password link')}>
      <PasswordLinkPanel linked={linked} onDone={onClose} />
    </Dialog>
  );
}
