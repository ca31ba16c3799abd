import { Button, Chip, TextInput } from '@mantine/core';
import { type SyntheticEvent, useState } from 'react';
import { Dialog } from '../notices/dialog.tsx';
import classes from './work.module.css';

interface ReasonDialogProps {
  title: string;
  sentence: string;
  label: string;
  common: readonly string[];
  mostCharacters: number;
  /** Whether it may be left empty. */
  isOptional?: boolean;
  action: string;
  isSending: boolean;
  onGiven: (reason: string | undefined) => void;
  onClose: () => void;
}

/** Asks for a reason in words before something is done: a common one, or one's own. Enter does it. */
export function ReasonDialog(props: ReasonDialogProps) {
  const { title, sentence, label, common, mostCharacters, isOptional = false, action, isSending } = props;
  const [reason, setReason] = useState('');
  const given = reason.trim();
  const mayGo = isOptional || given !== '';
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (mayGo) props.onGiven(given === '' ? undefined : given);
  };
  return (
    <Dialog title={title} onClose={props.onClose} closesOnClickOutside={reason === ''}>
      <form className={classes.form} onSubmit={submit}>
        <p>{sentence}</p>
        <Chip.Group value={reason} onChange={(chosen) => setReason(String(chosen))}>
          <div className={classes.common} role="radiogroup" aria-label="Common">
            {common.map((each) => (
              <Chip key={each} value={each} size="sm">
                {each}
              </Chip>
            ))}
          </div>
        </Chip.Group>
        <TextInput
          label={label}
          maxLength={mostCharacters}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          data-autofocus
          required={!isOptional}
        />
        <div className={classes.buttons}>
          <Button variant="default" onClick={props.onClose}>
            Back
          </Button>
          <Button type="submit" loading={isSending} disabled={!mayGo}>
            {action}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
