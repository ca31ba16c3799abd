import { ReasonDialog } from '../notices/reason-dialog.tsx';
import type { Text } from '../words/spanish/spanish.ts';
import { translated } from '../words/translated.ts';

const COMMON_REASONS: readonly Text[] = [
  'Not our jurisdiction',
  'Already reported',
  'No units available',
  'Not enough information',
];
const MOST_CHARACTERS = 100;

interface DeclineDialogProps {
  /** False once somebody else has answered meanwhile. */
  mayDecline: boolean;
  isSending: boolean;
  onDecline: (reason: string) => void;
  onClose: () => void;
}

/** Asks why an alert is declined: a common reason, or one's own words, 1 to 100 characters. */
export function DeclineDialog({ mayDecline, isSending, onDecline, onClose }: DeclineDialogProps) {
  return (
    <ReasonDialog
      title={translated('Decline this alert')}
      sentence={translated('Whoever sent the alert reads the reason. A declined alert cannot be accepted any more.')}
      label={translated('Reason')}
      common={COMMON_REASONS}
      commonLabel={translated('Common reasons')}
      mostCharacters={MOST_CHARACTERS}
      countsCharacters
      action={translated('Decline')}
      color="red"
      isSending={isSending}
      isPossible={mayDecline}
      onGiven={(reason) => onDecline(reason ?? '')}
      onClose={onClose}
    >
      {!mayDecline && (
        <p role="alert">{translated('Meanwhile the alert was answered. It can no longer be declined.')}</p>
      )}
    </ReasonDialog>
  );
}
