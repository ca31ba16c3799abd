import type { Session } from '@sallyport/contract';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { SESSION_KEY } from '../api/query-client.ts';
import { useSallyport } from '../api/sallyport-context.tsx';
import { Dialog } from '../notices/dialog.tsx';
import { Loading } from '../notices/loading.tsx';
import { Refused } from '../notices/refused.tsx';
import { ShowFactorForm } from '../sign-in-steps/show-factor-form.tsx';
import { translated } from '../words/translated.ts';
import { ShowPasswordForm } from './show-password-form.tsx';

/** Asks for a factor again: of who has none, for the password. The page beneath stays as it is. */
export function StepUpDialog({ onSettled }: { onSettled: (isShown: boolean) => void }) {
  const { account } = useSallyport();
  const queryClient = useQueryClient();
  const own = useQuery({ queryKey: ['own-factors'], queryFn: ({ signal }) => account.factors(signal) });
  const shown = (session: Session) => {
    queryClient.setQueryData(SESSION_KEY, session);
    onSettled(true);
  };
  const cancel = () => onSettled(false);
  return (
    <Dialog title={translated('Confirm that it is you')} onClose={cancel} closesOnClickOutside={false}>
      <p>{translated('This decides who has access, so it needs a recent sign-in. What you entered is kept.')}</p>
      <Refused error={own.error} />
      {own.isPending && <Loading what={translated('your factors')} />}
      {own.data !== undefined &&
        (own.data.factors.length > 0 ? (
          <ShowFactorForm onShown={shown} onCancel={cancel} cancelLabel="Cancel" />
        ) : (
          <ShowPasswordForm onShown={shown} onCancel={cancel} />
        ))}
    </Dialog>
  );
}
