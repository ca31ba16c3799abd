import { Button, PasswordInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { Link, useLocation } from 'react-router';
import { useSallyport } from '../../api/sallyport-context.tsx';
import { Refused } from '../../notices/refused.tsx';
import { EntryPage } from '../../session/entry-page.tsx';
import { typedCharacters } from '../../session/typed-characters.ts';
import { translated } from '../../words/translated.ts';

/** The page of a sign-up's link. The password is asked again, because whoever signed up must be who reads this mail. */
export function ConfirmPage() {
  const { developers } = useSallyport();
  const linkToken = useLocation().hash.slice(1);
  const form = useForm({ initialValues: { password: '' } });
  const confirm = useMutation({
    mutationFn: (password: string) => developers.confirm({ link_token: linkToken, password }),
    onError: () => form.reset(),
  });
  if (confirm.isSuccess) {
    return (
      <EntryPage title={translated('Account confirmed')}>
        <p role="status">{translated('Your account is confirmed. The link you used no longer works.')}</p>
        <Link to="/developers/sign-in">{translated('Sign in')}</Link>
      </EntryPage>
    );
  }
  return (
    <EntryPage title={translated('Confirm your account')}>
      <form onSubmit={form.onSubmit(({ password }) => confirm.mutate(password))}>
        <Refused error={confirm.error} />
        <PasswordInput
          label={translated('Password')}
          description={translated('The one you chose when you signed up')}
          autoComplete="current-password"
          required
          withAsterisk={false}
          {...form.getInputProps('password')}
          visibilityToggleButtonProps={typedCharacters()}
        />
        <Button type="submit" loading={confirm.isPending} disabled={linkToken === ''} fullWidth>
          {translated('Confirm')}
        </Button>
        <Link to="/developers/sign-up">{translated('Sign up again')}</Link>
      </form>
    </EntryPage>
  );
}
