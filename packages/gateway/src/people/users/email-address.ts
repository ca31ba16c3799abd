import { refuse } from '../../kernel/errors.ts';
import { withoutInvisible } from '../../kernel/text.ts';

const ADDRESS = /^[^\s@]+@[^\s@]+$/;
const LENGTH_AT_MOST = 254;

/** E-mail addresses are compared without regard to case and to characters that nobody sees. */
export function normaliseEmail(email: string): string {
  return withoutInvisible(email).trim().toLowerCase();
}

/** True for what `normaliseEmail` makes an address of, and not too long for one. */
export function isEmail(given: string): boolean {
  const email = normaliseEmail(given);
  return ADDRESS.test(email) && email.length <= LENGTH_AT_MOST;
}

/** The address as it is kept: in lower case, without characters that nobody sees. Refuses what is none (`invalid_request`). */
export function emailToKeep(given: string): string {
  if (!isEmail(given)) {
    throw refuse.invalidRequest({
      description: `The e-mail address must have the form name@host, ${LENGTH_AT_MOST} characters at most`,
    });
  }
  return normaliseEmail(given);
}
