import { translated } from '../../words/translated.ts';
import { ConfirmDialog } from '../layout/confirm-dialog.tsx';
import type { EndingChange } from './provider-values.ts';

interface EndingChangeDialogProps {
  /** What the provider is called. */
  name: string;
  change: EndingChange;
  isPending: boolean;
  onConfirm: () => void;
  onClose: () => void;
}

/** Asks before a change is saved that ends what the provider's people have open. */
export function EndingChangeDialog({ name, change, ...state }: EndingChangeDialogProps) {
  const isDisabling = change === 'disabled';
  return (
    <ConfirmDialog
      {...state}
      title={
        isDisabling
          ? translated('Disable the sign-in by {name}', { name })
          : translated('Change the issuer of {name}', { name })
      }
      action={isDisabling ? translated('Disable') : translated('Change issuer')}
      keep={translated('Cancel')}
    >
      <p>
        {isDisabling
          ? translated(
              'Nobody signs in by it any more, and what its people have open ends. Who has a password signs in by that.',
            )
          : translated(
              'With another issuer or entity id, what its people have open ends: sessions, deeplinks and tokens. At their next sign-in they are recognized by their e-mail address.',
            )}
      </p>
      <p>{translated('Your own session ends too if you signed in by it.')}</p>
    </ConfirmDialog>
  );
}
