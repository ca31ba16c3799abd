import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { translated } from '../words/translated.ts';
import classes from './dialog.module.css';

interface DialogButtonsProps {
  /** The words of the button that leaves everything as it is; “Cancel” without them. */
  keep?: string;
  /** The words of the button that does what the dialog is for; “Save” without them. */
  action?: string;
  color?: string;
  isPending: boolean;
  isDisabled?: boolean;
  /** Missing where the button sends the form in which it stands. */
  onAction?: () => void;
  onClose: () => void;
  /** What stands before the two, as the button of a removal. */
  children?: ReactNode;
}

/** The buttons that end a dialog: first the one that changes nothing, last the one that acts. */
export function DialogButtons(props: DialogButtonsProps) {
  const { keep = translated('Cancel'), action = translated('Save'), color, isPending, isDisabled, onAction } = props;
  return (
    <div className={classes.buttons}>
      {props.children}
      <Button variant="default" disabled={isPending} onClick={props.onClose}>
        {keep}
      </Button>
      <Button
        type={onAction === undefined ? 'submit' : 'button'}
        color={color}
        loading={isPending}
        disabled={isDisabled}
        onClick={onAction}
      >
        {action}
      </Button>
    </div>
  );
}
