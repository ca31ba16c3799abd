/** The eye button of a password field. Its name does not contain "password", so that name finds the field alone. */
export const TYPED_CHARACTERS = { 'aria-label': 'Show typed characters', tabIndex: 0, 'aria-hidden': false } as const;
