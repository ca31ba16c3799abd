import { Chip, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { ReactNode } from 'react';
import type { Text } from '../words/spanish/spanish.ts';
import { translated } from '../words/translated.ts';
import { Dialog } from './dialog.tsx';
import { DialogButtons } from './dialog-buttons.tsx';
import classes from './reason-form.module.css';

export interface ReasonDialogProps {
  title: string;
  sentence: string;
  label: string;
  common: readonly Text[];
  commonLabel: string;
  mostCharacters: number;
  /** Whether it is stated how many characters are left. */
  countsCharacters?: boolean;
  /** Whether it may be left empty. */
  isOptional?: boolean;
  action: string;
  color?: string;
  isSending: boolean;
  /** False once it cannot be done any more; `children` state why. */
  isPossible?: boolean;
  onGiven: (reason: string | undefined) => void;
  onClose: () => void;
  children?: ReactNode;
}

/** The dialog of `ReasonDialog`, loaded once it is asked for. */
export function ReasonForm(props: ReasonDialogProps) {
  const { title, sentence, label, common, mostCharacters, isOptional = false, isPossible = true, onClose } = props;
  const form = useForm({ initialValues: { reason: '' } });
  const { reason } = form.values;
  const given = reason.trim();
  const mayGo = isPossible && (isOptional || given !== '');
  const submit = form.onSubmit(() => {
    if (mayGo) props.onGiven(given === '' ? undefined : given);
  });
  return (
    <Dialog title={title} onClose={onClose} closesOnClickOutside={reason === ''}>
      <form className={classes.form} onSubmit={submit}>
        <p>{sentence}</p>
        <Chip.Group value={reason} onChange={(chosen) => form.setFieldValue('reason', String(chosen))}>
          <div className={classes.common} role="radiogroup" aria-label={props.commonLabel}>
            {common.map((each) => (
              <Chip key={each} value={each} size="sm">
                {translated(each)}
              </Chip>
            ))}
          </div>
        </Chip.Group>
        <TextInput
          label={label}
          description={
            props.countsCharacters &&
            translated('{left} of {most} characters left', {
              left: mostCharacters - reason.length,
              most: mostCharacters,
            })
          }
          maxLength={mostCharacters}
          data-autofocus
          required={!isOptional}
          {...form.getInputProps('reason')}
        />
        {props.children}
        <DialogButtons
          keep={translated('Back')}
          action={props.action}
          color={props.color}
          isPending={props.isSending}
          isDisabled={!mayGo}
          onClose={onClose}
        />
      </form>
    </Dialog>
  );
}
