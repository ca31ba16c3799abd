import { Modal } from '@mantine/core';
import type { UserWithPasswordLink } from '@sallyport/contract';
import { PasswordLinkPanel } from './password-link-panel.tsx';

/** A new one-time link for an existing user. */
export function PasswordLinkDialog({ linked, onClose }: { linked: UserWithPasswordLink; onClose: () => void }) {
  return (
    <Modal opened onClose={onClose} title="New password link" closeButtonProps={{ 'aria-label': 'Close' }}>
      <PasswordLinkPanel linked={linked} onDone={onClose} />
    </Modal>
  );
}
