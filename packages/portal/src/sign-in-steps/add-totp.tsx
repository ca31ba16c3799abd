import { useMutation } from '@tanstack/react-query';
import { useSallyport } from '../api/sallyport-context.tsx';
import { Refused } from '../notices/refused.tsx';
import { translated } from '../words/translated.ts';
import { ConfirmTotp } from './confirm-totp.tsx';
import { NameFactor } from './name-factor.tsx';

/** Names an authenticator app, shows its seed and takes its first code; with a first factor there are recovery codes. */
export function AddTotp({ onAdded }: { onAdded: (recoveryCodes: readonly string[] | null) => void }) {
  const { account } = useSallyport();
  const begin = useMutation({ mutationFn: (name: string) => account.beginTotp(name) });
  if (begin.data !== undefined) return <ConfirmTotp begun={begin.data} onConfirmed={onAdded} />;
  return (
    <>
      <Refused error={begin.error} />
      <NameFactor
        description={translated('On which the authenticator app is, as Work phone.')}
        action={translated('Show the QR code')}
        isSending={begin.isPending}
        onNamed={begin.mutate}
      />
    </>
  );
}
