import { Alert, Button, PasswordInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { PasswordLinkOwner } from '@sallyport/contract';
import { useMutation } from '@tanstack/react-query';
import { refusalText } from '../api/refusal-text.ts';
import { useSallyport } from '../api/sallyport-context.tsx';
import { translated } from '../words/translated.ts';
import { typedCharacters } from './typed-characters.ts';

interface SetPasswordFormProps {
  owner: PasswordLinkOwner;
  linkToken: string;
  onSet: () => void;
}

/** Asks twice, and shows the server's reason when it refuses the password. */
export function SetPasswordForm({ owner, linkToken, onSet }: SetPasswordFormProps) {
  const sallyport = useSallyport();
  const minimum = owner.minimum_password_length;
  const form = useForm({
    initialValues: { password: '', again: '' },
    validate: {
      password: (value) =>
        [...value].length < minimum ? translated('Use at least {minimum} characters', { minimum }) : null,
      again: (value, values) => (value === values.password ? null : translated('The two are not the same')),
    },
  });
  const setPassword = useMutation({
    mutationFn: (password: string) => sallyport.passwords.set({ link_token: linkToken, password }),
    onSuccess: onSet,
  });
  return (
    <form onSubmit={form.onSubmit(({ password }) => setPassword.mutate(password))}>
      {setPassword.isError && (
        <Alert color="red" variant="outline" title={translated('Not set')} role="alert">
          {refusalText(setPassword.error)}
        </Alert>
      )}
      <input type="hidden" autoComplete="username" value={owner.email} />
      <PasswordInput
        label={translated('New password')}
        description={translated('At least {minimum} characters. A few unrelated words make a good one.', { minimum })}
        autoComplete="new-password"
        autoFocus
        {...form.getInputProps('password')}
        visibilityToggleButtonProps={typedCharacters()}
      />
      <PasswordInput
        label={translated('Type it again')}
        autoComplete="new-password"
        {...form.getInputProps('again')}
        visibilityToggleButtonProps={typedCharacters()}
      />
      <Button type="submit" loading={setPassword.isPending}>
        {translated('Set password')}
      </Button>
    </form>
  );
}
