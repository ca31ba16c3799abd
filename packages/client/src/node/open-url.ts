import { SallyportError } from '../requests/error.ts';

/** Opens a URL for a person. */
export type OpenUrl = (url: string) => Promise<void>;

/**
 * Opens the URL in the system's browser on Windows, macOS and Linux, by the library `open`, which you install beside this
 * package (`npm install open`). Refuses with `not_configured` without it: show the URL then, or load it in a web view.
 */
export async function openInBrowser(url: string): Promise<void> {
  const { protocol } = new URL(url);
  if (protocol !== 'https:' && protocol !== 'http:')
    throw refused('invalid_request', 'Only http and https URLs are opened.');
  const name = 'open';
  const library: { default: (url: string) => Promise<unknown> } = await import(name).catch(() => {
    throw refused('not_configured', 'Install the package `open` to open a browser, or show the URL yourself.');
  });
  await library.default(url);
}

function refused(code: string, detail: string): SallyportError {
  return new SallyportError({ status: 0, code, detail, requestId: null, retryAfterSeconds: null });
}
