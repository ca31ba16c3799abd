import { Modal } from '@mantine/core';
import { type ReactNode, useEffect, useState } from 'react';
import { translated } from '../words/translated.ts';
import classes from './dialog.module.css';

interface DialogProps {
  title: string;
  /** Null while it may not be closed. */
  onClose: (() => void) | null;
  /** False where a stray click would lose what cannot be shown again. */
  closesOnClickOutside?: boolean;
  children: ReactNode;
}

/** A modal dialog: named by its title, holding the focus until it closes and then giving it back, closed by Escape. */
export function Dialog({ title, onClose, closesOnClickOutside = true, children }: DialogProps) {
  useFocusGivenBack();
  const isUppermost = useUppermost();
  return (
    // Locking the page's scroll writes a style element, which the content policy refuses.
    <Modal.Root
      opened
      onClose={() => {
        if (isUppermost()) onClose?.();
      }}
      closeOnEscape={onClose !== null}
      closeOnClickOutside={closesOnClickOutside}
      lockScroll={false}
      classNames={{ content: classes.dialog }}
    >
      <Modal.Overlay />
      <Modal.Content>
        {/* Mantine's own header is a <header>, which assistive technology takes for a second page header. */}
        <div className={classes.head}>
          <Modal.Title>{title}</Modal.Title>
          {onClose !== null && <Modal.CloseButton aria-label={translated('Close')} />}
        </div>
        <Modal.Body className={classes.body}>{children}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}

/** Those that are open, the uppermost last: a key press reaches each of them, and Escape closes that one alone. */
const openDialogs: symbol[] = [];

/** Whether no dialog has been opened over this one. */
function useUppermost(): () => boolean {
  const [own] = useState(() => Symbol('dialog'));
  useEffect(() => {
    openDialogs.push(own);
    return () => {
      // The key press that closed it may reach the one beneath it afterwards.
      setTimeout(() => openDialogs.splice(openDialogs.indexOf(own), 1));
    };
  }, [own]);
  return () => openDialogs.at(-1) === own;
}

/**
 * Mantine gives the focus back when a dialog that stays mounted closes; these are unmounted. Where what opened it is gone, as the row
 * that was removed, the page has it.
 */
function useFocusGivenBack(): void {
  const [opener] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
      else document.querySelector<HTMLElement>('main')?.focus();
    },
    [opener],
  );
}
