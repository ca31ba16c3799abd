import { Button } from '@mantine/core';
import type { Session } from '@sallyport/contract';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { SESSION_KEY } from '../api/query-client.ts';
import { useSallyport } from '../api/sallyport-context.tsx';
import { useSignOut } from '../api/use-sign-out.ts';
import { AddFactor } from '../sign-in-steps/add-factor.tsx';
import { BannerForm } from '../sign-in-steps/banner-form.tsx';
import { ShowFactorForm } from '../sign-in-steps/show-factor-form.tsx';
import { translated } from '../words/translated.ts';
import { ChangePasswordForm } from './change-password-form.tsx';
import { EntryPage } from './entry-page.tsx';

/** What is left of a sign-in: a text to acknowledge, a second factor to show or to add, a password to change. */
export function StepPage({ session, onComplete }: { session: Session; onComplete: () => void }) {
  const sallyport = useSallyport();
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const signOut = useSignOut(
    () => sallyport.session.signOut(),
    () => void navigate('/portal/sign-in', { replace: true }),
  );
  const cancel = () => signOut.mutate();
  if (session.sign_in_step === 'acknowledge_banner') {
    return (
      <EntryPage title={translated('Notice of use')}>
        <BannerForm text={session.banner_text ?? ''} onCancel={cancel} />
      </EntryPage>
    );
  }
  if (session.sign_in_step === 'prove_factor') {
    return (
      <EntryPage title={translated('Second factor')}>
        <ShowFactorForm
          onShown={(opened) => {
            queryClient.setQueryData(SESSION_KEY, opened);
            onComplete();
          }}
          onCancel={cancel}
        />
      </EntryPage>
    );
  }
  if (session.sign_in_step === 'change_password') {
    return (
      <EntryPage title={translated('Change your password')}>
        <p>{translated('It is older than the security policy allows. Choose a new one to go on.')}</p>
        <ChangePasswordForm
          send={(request) => sallyport.session.changeExpiredPassword(request)}
          onChanged={(next) => queryClient.setQueryData(SESSION_KEY, next)}
        />
        <Button variant="subtle" fullWidth mt="md" onClick={cancel}>
          {translated('Cancel')}
        </Button>
      </EntryPage>
    );
  }
  return (
    <EntryPage title={translated('Add a second factor')}>
      <p>
        {translated('The security policy of {agency} asks for one besides the password.', {
          agency: session.agency?.name ?? translated('this installation'),
        })}
      </p>
      <AddFactor
        onDone={() => void queryClient.invalidateQueries({ queryKey: SESSION_KEY }).then(onComplete)}
        onCancel={cancel}
      />
    </EntryPage>
  );
}
