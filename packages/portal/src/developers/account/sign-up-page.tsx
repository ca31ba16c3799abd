import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { DeveloperSignUp, DeveloperSignUpRequest } from '@sallyport/contract';
import { useMutation } from '@tanstack/react-query';
import { Link } from 'react-router';
import { useSallyport } from '../../api/sallyport-context.tsx';
import { Refused } from '../../notices/refused.tsx';
import { EntryPage } from '../../session/entry-page.tsx';
import { typedCharacters } from '../../session/typed-characters.ts';
import { ShownInstant } from '../../time/shown-instant.tsx';
import { translated } from '../../words/translated.ts';

/** Name, e-mail and password; then where the confirmation link is. */
export function SignUpPage() {
  const { developers } = useSallyport();
  const signUp = useMutation({ mutationFn: (request: DeveloperSignUpRequest) => developers.signUp(request) });
  const form = useForm<DeveloperSignUpRequest>({
    initialValues: { name: '', email: '', password: '' },
    transformValues: ({ name, email, password }) => ({ name: name.trim(), email: email.trim(), password }),
    validate: {
      name: (value) => (value.trim() === '' ? translated('Enter your name') : null),
      email: (value) => (/^[^\s@]+@[^\s@]+$/.test(value.trim()) ? null : translated('Enter an e-mail address')),
      password: (value) => (value === '' ? translated('Choose a password') : null),
    },
  });
  if (signUp.data !== undefined) return <SignedUp signedUp={signUp.data} />;
  return (
    <EntryPage title={translated('Sign up as a developer')}>
      <p>
        {translated(
          "An account is for people who build applications. Agencies' own people sign in to the portal instead.",
        )}
      </p>
      <form noValidate onSubmit={form.onSubmit((request) => signUp.mutate(request))}>
        <Refused error={signUp.error} />
        <TextInput label={translated('Name')} autoComplete="name" maxLength={100} {...form.getInputProps('name')} />
        <TextInput
          label={translated('Email')}
          type="email"
          autoComplete="username"
          maxLength={254}
          {...form.getInputProps('email')}
        />
        <PasswordInput
          label={translated('Password')}
          description={translated('At least 12 characters. A few unrelated words make a good one.')}
          autoComplete="new-password"
          {...form.getInputProps('password')}
          visibilityToggleButtonProps={typedCharacters()}
        />
        <Button type="submit" loading={signUp.isPending} fullWidth>
          {translated('Sign up')}
        </Button>
        <Link to="/developers/sign-in">{translated('I have an account')}</Link>
      </form>
    </EntryPage>
  );
}

function SignedUp({ signedUp: { mailed_to, url, expires_at } }: { signedUp: DeveloperSignUp }) {
  return (
    <EntryPage title={translated('Confirm your e-mail')}>
      {url === null ? (
        <p role="status">
          {translated('A link was mailed to')} {mailed_to}
          {translated('. Open it to confirm your account.')}
        </p>
      ) : (
        <p role="status">
          {translated('This installation sends no mail.')} <a href={url}>{translated('Confirm your account')}</a>{' '}
          {translated('here instead.')}
        </p>
      )}
      <p>
        {translated('The link works once, until')} <ShownInstant at={expires_at} />.
      </p>
    </EntryPage>
  );
}
