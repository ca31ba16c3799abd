import { SallyportError } from '@sallyport/client';

/** The sentence to show for a failed call: the server's own, with the wait when it gave one. */
export function refusalText(error: unknown): string {
  if (!(error instanceof SallyportError)) return 'Something in this page failed. Reload it and try again.';
  const wait = error.retryAfterSeconds === null ? '' : ` Try again in ${error.retryAfterSeconds} s.`;
  return `${error.detail}${wait}`;
}
