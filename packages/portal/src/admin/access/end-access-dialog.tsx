import type { Grant } from '@sallyport/contract';
import { translated } from '../../words/translated.ts';
import { ConfirmDialog } from '../layout/confirm-dialog.tsx';

interface EndAccessDialogProps {
  grant: Grant;
  isPending: boolean;
  onConfirm: () => void;
  onClose: () => void;
}

/** Asks before an application's access, or a personal token, ends, and states what that takes to undo. */
export function EndAccessDialog({ grant, ...state }: EndAccessDialogProps) {
  const { kind, application_name: name, given_by: person } = grant;
  const isOfPerson = kind === 'personal_token';
  return (
    <ConfirmDialog
      {...state}
      title={
        isOfPerson
          ? translated('End the personal token of {person}', { person })
          : translated('End the access of {name}', { name })
      }
      action={translated('End access')}
      keep={translated('Cancel')}
    >
      <p>
        {isOfPerson
          ? translated(
              'It ends at once, and the webhooks made by it with it. The program that has it stands still until a new one is issued and entered there.',
            )
          : translated(
              'Its tokens end at once, and it can use the data of this agency no more. An administrator has to allow it anew.',
            )}
      </p>
    </ConfirmDialog>
  );
}
