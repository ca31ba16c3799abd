import { Button, Chip, TextInput } from '@mantine/core';
import { type SyntheticEvent, useState } from 'react';
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
  const [reason, setReason] = useState('');
  const given = reason.trim();
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (given !== '' && mayDecline) onDecline(given);
  };
  return (
    <Dialog title="Decline this alert" onClose={onClose} closesOnClickOutside={reason === ''}>
      <form className={classes.decline} onSubmit={submit}>
        <p>Whoever sent the alert reads the reason. A declined alert cannot be accepted any more.</p>
        <Chip.Group value={reason} onChange={(chosen) => setReason(String(chosen))}>
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
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          data-autofocus
          required
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
