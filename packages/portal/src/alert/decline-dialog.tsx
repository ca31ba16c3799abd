import { Button, Chip, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { Dialog } from '../notices/dialog.tsx';
import classes from './alert.module.css';

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
  const form = useForm({ initialValues: { reason: '' } });
  const { reason } = form.values;
  const given = reason.trim();
  const submit = form.onSubmit(() => {
    if (given !== '' && mayDecline) onDecline(given);
  });
  return (
    <Dialog title="Decline this alert" onClose={onClose} closesOnClickOutside={reason === ''}>
      <form className={classes.decline} onSubmit={submit}>
        <p>Whoever sent the alert reads the reason. A declined alert cannot be accepted any more.</p>
        <Chip.Group value={reason} onChange={(chosen) => form.setFieldValue('reason', String(chosen))}>
          <div className={classes.reasons} role="radiogroup" aria-label="Common reasons">
            {COMMON_REASONS.map((each) => (
              <Chip key={each} value={each} size="sm">
                {each}
              </Chip>
            ))}
          </div>
        </Chip.Group>
        <TextInput
          label="Reason"
          description={`${MOST_CHARACTERS - reason.length} of ${MOST_CHARACTERS} characters left`}
          maxLength={MOST_CHARACTERS}
          data-autofocus
          required
          {...form.getInputProps('reason')}
        />
        {!mayDecline && <p role="alert">Meanwhile the alert was answered. It can no longer be declined.</p>}
        <div className={classes.buttons}>
          <Button variant="default" onClick={onClose}>
            Back
          </Button>
          <Button type="submit" color="red" loading={isSending} disabled={given === '' || !mayDecline}>
            Decline
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
