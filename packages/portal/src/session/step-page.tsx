import type { Session } from '@sallyport/contract';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { SESSION_KEY } from '../api/query-client.ts';
import { useSallyport } from '../api/sallyport-context.tsx';
import { useSignOut } from '../api/use-sign-out.ts';
import { AddFactor } from '../sign-in-steps/add-factor.tsx';
import { ShowFactorForm } from '../sign-in-steps/show-factor-form.tsx';
import { translated } from '../words/translated.ts';
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
