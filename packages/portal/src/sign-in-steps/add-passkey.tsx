import { Alert } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useSallyport } from '../api/sallyport-context.tsx';
import { translated } from '../words/translated.ts';
import { NameFactor } from './name-factor.tsx';
import { makePasskey, passkeyFaultText } from './passkey-answers.ts';

/** Names a passkey and has the browser make it; with a first factor there are recovery codes. */
export function AddPasskey({ onAdded }: { onAdded: (recoveryCodes: readonly string[] | null) => void }) {
  const { account } = useSallyport();
  const add = useMutation({
    mutationFn: async (name: string) => account.confirmPasskey(await makePasskey(await account.beginPasskey(name))),
    onSuccess: (answer) => onAdded(answer.recovery_codes),
  });
  return (
    <>
      {add.error !== null && (
        <Alert color="red" variant="outline" title={translated('Not added')} role="alert">
          {passkeyFaultText(add.error)}
        </Alert>
      )}
      <NameFactor
        description={translated(
          'Which has the passkey, as Work laptop or Blue key. It asks for your PIN, finger or face.',
        )}
        action={translated('Make the passkey')}
        isSending={add.isPending}
        onNamed={add.mutate}
      />
    </>
  );
}
