import type { IdentityProvider } from '@sallyport/contract';
import { Refused } from '../../notices/refused.tsx';
import { translated } from '../../words/translated.ts';
import { ConfirmDialog } from '../layout/confirm-dialog.tsx';
import type { ProviderActions } from './use-providers.ts';

interface RemoveProviderDialogProps {
  provider: IdentityProvider;
  remove: ProviderActions['remove'];
  onRemoved: () => void;
  onClose: () => void;
}

/** Asks before an identity provider is removed, and states why where that is refused. */
export function RemoveProviderDialog({ provider, remove, onRemoved, onClose }: RemoveProviderDialogProps) {
  return (
    <ConfirmDialog
      title={translated('Remove {name}', { name: provider.title })}
      action={translated('Remove')}
      isPending={remove.isPending}
      onConfirm={() => remove.mutate(provider.id, { onSuccess: onRemoved })}
      onClose={onClose}
    >
      <p>
        {translated(
          'Nobody signs in by it any more, and what its people have open ends. Who has a password signs in by that.',
        )}
      </p>
      <p>{translated('Your own session ends too if you signed in by it.')}</p>
      <Refused error={remove.error} />
    </ConfirmDialog>
  );
}
