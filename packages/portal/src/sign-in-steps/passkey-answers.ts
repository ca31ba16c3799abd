import { SallyportError } from '@sallyport/client';
import type { MadePasskey, PasskeyOptions, ShownPasskey } from '@sallyport/contract';
import { refusalText } from '../api/refusal-text.ts';

/** Loaded by those who use a passkey. */
const browser = () => import('@simplewebauthn/browser');

/** Has the browser make a passkey. */
export async function makePasskey({ public_key }: PasskeyOptions): Promise<MadePasskey> {
  const { startRegistration } = await browser();
  return startRegistration({ optionsJSON: public_key as never }) as Promise<MadePasskey>;
}

/** Has the browser ask for a passkey. */
export async function showPasskey({ public_key }: PasskeyOptions): Promise<ShownPasskey> {
  const { startAuthentication } = await browser();
  return startAuthentication({ optionsJSON: public_key as never }) as Promise<ShownPasskey>;
}

/** Why there is no passkey: in the server's words, or what the browser did. */
export function passkeyFaultText(error: Error): string {
  if (error instanceof SallyportError) return refusalText(error);
  if (error.name === 'InvalidStateError') return 'This device has a passkey of yours already.';
  return 'No passkey came from the device: it was cancelled, took too long, or does not verify you. Try again.';
}
