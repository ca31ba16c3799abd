import { ReasonDialog } from '../notices/reason-dialog.tsx';

const COMMON_REASONS = ['Not our jurisdiction', 'Already reported', 'No units available', 'Not enough information'];
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
      title="Decline this alert"
      sentence="Whoever sent the alert reads the reason. A declined alert cannot be accepted any more."
      label="Reason"
      common={COMMON_REASONS}
      commonLabel="Common reasons"
      mostCharacters={MOST_CHARACTERS}
      countsCharacters
      action="Decline"
      color="red"
      isSending={isSending}
      isPossible={mayDecline}
      onGiven={(reason) => onDecline(reason ?? '')}
      onClose={onClose}
    >
      {!mayDecline && <p role="alert">Meanwhile the alert was answered. It can no longer be declined.</p>}
    </ReasonDialog>
  );
}
