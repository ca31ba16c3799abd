import { Button, PasswordInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { ChangePasswordRequest } from '@sallyport/contract';
import { useMutation } from '@tanstack/react-query';
import { Refused } from '../notices/refused.tsx';
import { translated } from '../words/translated.ts';
import { typedCharacters } from './typed-characters.ts';

const EMPTY = { present: '', next: '', again: '' };

interface ChangePasswordFormProps<Answer> {
  send: (request: ChangePasswordRequest) => Promise<Answer>;
  onChanged: (answer: Answer) => void;
}

/** Asks for the present password and twice for the new one; the server's policy decides what is taken. */
export function ChangePasswordForm<Answer>({ send, onChanged }: ChangePasswordFormProps<Answer>) {
  const form = useForm({
    initialValues: EMPTY,
    validate: { again: (value, values) => (value === values.next ? null : translated('The two are not the same')) },
  });
  const change = useMutation({
    mutationFn: ({ present, next }: typeof EMPTY) => send({ present_password: present, new_password: next }),
    onSuccess: (answer) => {
      form.reset();
      onChanged(answer);
    },
  });
  const field = (name: keyof typeof EMPTY, label: string, autoComplete: string) => (
    <PasswordInput
      label={label}
      autoComplete={autoComplete}
      required
      withAsterisk={false}
      {...form.getInputProps(name)}
      visibilityToggleButtonProps={typedCharacters()}
    />
  );
  return (
    <form onSubmit={form.onSubmit((values) => change.mutate(values))}>
      <Refused error={change.error} />
      {field('present', translated('Present password'), 'current-password')}
      {field('next', translated('New password'), 'new-password')}
      {field('again', translated('New password again'), 'new-password')}
      <Button type="submit" loading={change.isPending}>
        {translated('Change password')}
      </Button>
    </form>
  );
}
