import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useSallyport } from '../../api/sallyport-context.tsx';
import { announceDone } from '../../notices/announce.ts';
import { Dialog } from '../../notices/dialog.tsx';
import { DialogButtons } from '../../notices/dialog-buttons.tsx';
import { Refused } from '../../notices/refused.tsx';
import { translated } from '../../words/translated.ts';

interface DisableAgencyDialogProps {
  agency: { id: string; name: string; is_disabled: boolean };
  onClose: () => void;
}

/** Asks whether an agency is to be disabled, or enabled again, and states what that means. */
export function DisableAgencyDialog({ agency, onClose }: DisableAgencyDialogProps) {
  const { id, name, is_disabled: isDisabled } = agency;
  const sallyport = useSallyport();
  const queryClient = useQueryClient();
  const edit = useMutation({
    mutationFn: () => sallyport.agencies.edit(id, { is_disabled: !isDisabled }),
    onSuccess: () => {
      announceDone(
        isDisabled ? translated('{name} is in use again.', { name }) : translated('{name} is disabled.', { name }),
      );
      onClose();
      return queryClient.invalidateQueries({ queryKey: ['agencies'] });
    },
  });
  return (
    <Dialog
      onClose={onClose}
      title={isDisabled ? translated('Enable {name}', { name }) : translated('Disable {name}', { name })}
    >
      <Refused error={edit.error} />
      {isDisabled ? (
        <p>
          {translated(
            'Its people can sign in, its clients get tokens, its webhooks are sent what happened meanwhile, and alerts reach it.',
          )}
        </p>
      ) : (
        <>
          <p>
            {translated(
              'Its people are signed out and cannot sign in. Its clients get no tokens, and those they have end.',
            )}
          </p>
          <p>
            {translated(
              'Alerts for it are refused, and their senders are asked to call its dispatch center. Alerts that are routed by position go to another agency that covers them, where there is one.',
            )}
          </p>
          <p>{translated('Nothing that is stored is removed. Webhooks are held back until it is enabled.')}</p>
        </>
      )}
      <DialogButtons
        action={isDisabled ? translated('Enable {name}', { name }) : translated('Disable {name}', { name })}
        color={isDisabled ? undefined : 'red'}
        isPending={edit.isPending}
        onAction={() => edit.mutate()}
        onClose={onClose}
      />
    </Dialog>
  );
}
