import { CopyTextButton } from '../copying/copy-text-button.tsx';
import { translated } from '../words/translated.ts';
import classes from './cards.module.css';
import { phoneText } from './phone-text.ts';

/** A number to call back, or to copy in the form every system takes. */
export function PhoneNumber({ number }: { number: string }) {
  return (
    <span className={classes.withCopy}>
      <a href={`tel:${number}`}>{phoneText(number)}</a>
      <CopyTextButton value={number} label={translated('Copy phone number {number}', { number })} />
    </span>
  );
}
