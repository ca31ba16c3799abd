import { translated } from '../words/translated.ts';
/** The eye button of a password field. Its name does not contain "password", so that name finds the field alone. */
export function typedCharacters() {
  return { 'aria-label': translated('Show typed characters'), tabIndex: 0, 'aria-hidden': false } as const;
}
