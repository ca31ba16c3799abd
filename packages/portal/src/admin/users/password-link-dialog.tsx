import type { UserWithPasswordLink } from '@sallyport/contract';
import { Dialog } from '../../notices/dialog.tsx';
import { PasswordLinkPanel } from './password-link-panel.tsx';

/** A new one-time link for an existing user. */
export function PasswordLinkDialog({ linked, onClose }: { linked: UserWithPasswordLink; onClose: () => void }) {
  return (
    <Dialog onClose={onClose} title="New password link">
      <PasswordLinkPanel linked={linked} onDone={onClose} />
    </Dialog>
  );
}
