import { useQueryClient } from '@tanstack/react-query';
import { SESSION_KEY } from '../api/query-client.ts';
import { useSallyport } from '../api/sallyport-context.tsx';
import { announceDone } from '../notices/announce.ts';
import { ChangePasswordForm } from '../session/change-password-form.tsx';
import { translated } from '../words/translated.ts';
import classes from './account.module.css';

/** Changes the password, which ends the person's other sessions. */
export function ChangePassword() {
  const { account } = useSallyport();
  const queryClient = useQueryClient();
  return (
    <section aria-labelledby="password-title" className={classes.section}>
      <h2 id="password-title">{translated('Password')}</h2>
      <ChangePasswordForm
        send={(request) => account.changePassword(request)}
        onChanged={() => {
          announceDone(translated('Your password was changed. Your other sessions have ended.'));
          void queryClient.invalidateQueries({ queryKey: ['own-sessions'] });
          void queryClient.invalidateQueries({ queryKey: SESSION_KEY });
        }}
      />
    </section>
  );
}
