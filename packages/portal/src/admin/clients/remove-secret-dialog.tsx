import type { ClientSecretInfo } from '@sallyport/contract';
import type { ReactNode } from 'react';
import { ShownInstant } from '../../time/shown-instant.tsx';
import { translated } from '../../words/translated.ts';
import { ConfirmDialog } from '../layout/confirm-dialog.tsx';

interface RemoveSecretDialogProps {
  /** Whose secret it is. */
  name: string;
  secret: ClientSecretInfo;
  /** What of it goes on, and why it was refused. */
  children: ReactNode;
  isPending: boolean;
  onConfirm: () => void;
  onClose: () => void;
}

/** Asks before a client's secret is removed, because nothing brings it back. */
export function RemoveSecretDialog({ name, secret, children, isPending, onConfirm, onClose }: RemoveSecretDialogProps) {
  return (
    <ConfirmDialog
      title={translated('Remove secret')}
      action={translated('Remove secret')}
      isPending={isPending}
      onConfirm={onConfirm}
      onClose={onClose}
    >
      <p>
        {name} {translated('can no longer get tokens with the secret of')} <ShownInstant at={secret.created_at} />
        {translated('. This cannot be undone.')}
      </p>
      {children}
    </ConfirmDialog>
  );
}
