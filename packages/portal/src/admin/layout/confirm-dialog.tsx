import type { ReactNode } from 'react';
import { Dialog } from '../../notices/dialog.tsx';
import { DialogButtons } from '../../notices/dialog-buttons.tsx';
import { translated } from '../../words/translated.ts';
import classes from './admin.module.css';

interface ConfirmDialogProps {
  title: string;
  /** What will stop, and whether it can be undone. */
  children: ReactNode;
  /** The words of the button that leaves everything as it is. */
  keep?: string;
  /** The words of the button that does it. */
  action: string;
  isPending: boolean;
  onConfirm: () => void;
  onClose: () => void;
}

/** Asks before something is cut off or removed. */
export function ConfirmDialog({ title, children, keep = translated('Keep it'), action, ...state }: ConfirmDialogProps) {
  const { isPending, onConfirm, onClose } = state;
  return (
    <Dialog title={title} onClose={isPending ? null : onClose}>
      <div className={classes.form}>
        {children}
        <DialogButtons
          keep={keep}
          action={action}
          color="red"
          isPending={isPending}
          onAction={onConfirm}
          onClose={onClose}
        />
      </div>
    </Dialog>
  );
}
