import { Alert, Button } from '@mantine/core';
import type { PasskeyOptions, Session, ShownPasskey } from '@sallyport/contract';
import { useMutation } from '@tanstack/react-query';
import { translated } from '../words/translated.ts';
import { mayUsePasskeys } from './may-use-passkeys.ts';
import { passkeyFaultText, showPasskey } from './passkey-answers.ts';

interface PasskeyButtonProps {
  label: string;
  ask: () => Promise<PasskeyOptions>;
  show: (passkey: ShownPasskey) => Promise<Session>;
  onShown: (session: Session) => void;
}

/** Asks for a passkey and sends it; nothing where the browser has none for this page. */
export function PasskeyButton({ label, ask, show, onShown }: PasskeyButtonProps) {
  const use = useMutation({ mutationFn: async () => show(await showPasskey(await ask())), onSuccess: onShown });
  if (!mayUsePasskeys()) return null;
  return (
    <>
      {use.error !== null && (
        <Alert color="red" variant="outline" title={translated('Not signed in')} role="alert">
          {passkeyFaultText(use.error)}
        </Alert>
      )}
      <Button variant="default" fullWidth loading={use.isPending} onClick={() => use.mutate()}>
        {label}
      </Button>
    </>
  );
}
