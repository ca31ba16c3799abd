import { Button, PasswordInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useSallyport } from '../api/sallyport-context.tsx';
import { announceDone } from '../notices/announce.ts';
import { Refused } from '../notices/refused.tsx';
import { TYPED_CHARACTERS } from '../session/typed-characters.ts';
import classes from './account.module.css';

const EMPTY = { present: '', next: '', again: '' };

/** Asks for the present password and twice for the new one; the server's policy decides what is taken. */
export function ChangePassword() {
  const { account } = useSallyport();
  const queryClient = useQueryClient();
  const form = useForm({
    initialValues: EMPTY,
    validate: { again: (value, values) => (value === values.next ? null : 'The two are not the same') },
  });
  const change = useMutation({
    mutationFn: ({ present, next }: typeof EMPTY) =>
      account.changePassword({ present_password: present, new_password: next }),
    onSuccess: () => {
      form.reset();
      announceDone('Your password was changed. Your other sessions have ended.');
      void queryClient.invalidateQueries({ queryKey: ['own-sessions'] });
    },
  });
  const field = (name: keyof typeof EMPTY, label: string, autoComplete: string) => (
    <PasswordInput
      label={label}
      autoComplete={autoComplete}
      required
      withAsterisk={false}
      {...form.getInputProps(name)}
      visibilityToggleButtonProps={TYPED_CHARACTERS}
    />
  );
  return (
    <section aria-labelledby="password-title" className={classes.section}>
      <h2 id="password-title">Password</h2>
      <form onSubmit={form.onSubmit((values) => change.mutate(values))}>
        <Refused error={change.error} />
        {field('present', 'Present password', 'current-password')}
        {field('next', 'New password', 'new-password')}
        {field('again', 'New password again', 'new-password')}
        <Button type="submit" loading={change.isPending}>
          Change password
        </Button>
      </form>
    </section>
  );
}
