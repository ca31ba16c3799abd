import { SallyportError } from '@sallyport/client';
import { refusalSentence, translated } from '../words/translated.ts';

/** The sentence to show for a failed call: the server's own, with the wait when it gave one. */
export function refusalText(error: unknown): string {
  if (!(error instanceof SallyportError)) return translated('Something in this page failed. Reload it and try again.');
  const wait =
    error.retryAfterSeconds === null
      ? ''
      : ` ${translated('Try again in {seconds} s.', { seconds: error.retryAfterSeconds })}`;
  return `${refusalSentence(error.code, error.detail)}${wait}`;
}
