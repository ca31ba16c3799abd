import { Button } from '@mantine/core';
import type { Session, ShowableFactors } from '@sallyport/contract';
import { useState } from 'react';
import { useSallyport } from '../api/sallyport-context.tsx';
import { PasskeyButton } from '../sign-in-steps/passkey-button.tsx';
import { ShowFactorForm } from '../sign-in-steps/show-factor-form.tsx';
import { ShowPasswordForm } from '../step-up/show-password-form.tsx';
import classes from '../step-up/step-up.module.css';
import { translated } from '../words/translated.ts';

interface UnlockFormProps {
  showable: ShowableFactors;
  onShown: (session: Session) => void;
}

/** One of what the person has: the password, a passkey, a code, or their sign-in at the agency's provider. */
export function UnlockForm({ showable, onShown }: UnlockFormProps) {
  const { account } = useSallyport();
  const { ways, identity_provider: provider } = showable;
  const [password, code, passkey] = [ways.includes('password'), ways.includes('code'), ways.includes('passkey')];
  const [asksCode, setAsksCode] = useState(!password && code);
  return (
    <div className={classes.form}>
      {asksCode && (
        <ShowFactorForm
          onShown={onShown}
          {...(password && { onCancel: () => setAsksCode(false), cancelLabel: translated('Use your password') })}
        />
      )}
      {password && !asksCode && <ShowPasswordForm onShown={onShown} />}
      {passkey && !asksCode && (
        <PasskeyButton
          label={translated('Use a passkey')}
          ask={() => account.askForPasskey()}
          show={(shown) => account.showPasskey(shown)}
          onShown={onShown}
        />
      )}
      {password && code && !asksCode && (
        <Button variant="default" fullWidth onClick={() => setAsksCode(true)}>
          {translated('Use a code')}
        </Button>
      )}
      {provider !== null && (
        <Button
          component="a"
          variant="default"
          fullWidth
          href={`${provider.url}?again=true&return_to=${encodeURIComponent('/portal/confirmed')}`}
          target="_blank"
        >
          {provider.title}
        </Button>
      )}
    </div>
  );
}
