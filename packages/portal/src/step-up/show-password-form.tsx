import { Button, PasswordInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { Session } from '@sallyport/contract';
import { useMutation } from '@tanstack/react-query';
import { useSallyport } from '../api/sallyport-context.tsx';
import { Refused } from '../notices/refused.tsx';
import { typedCharacters } from '../session/typed-characters.ts';
import { translated } from '../words/translated.ts';
import classes from './step-up.module.css';

interface ShowPasswordFormProps {
  onShown: (session: Session) => void;
  /** Missing where there is no way back. */
  onCancel?: () => void;
}

/** The password, shown again. */
export function ShowPasswordForm({ onShown, onCancel }: ShowPasswordFormProps) {
  const { account } = useSallyport();
  const form = useForm({ initialValues: { password: '' } });
  const show = useMutation({
    mutationFn: (password: string) => account.showPassword(password),
    onSuccess: onShown,
    onError: () => form.reset(),
  });
  return (
    <form className={classes.form} onSubmit={form.onSubmit(({ password }) => show.mutate(password))}>
      <Refused error={show.error} />
      <PasswordInput
        label={translated('Your password')}
        autoComplete="current-password"
        required
        withAsterisk={false}
        autoFocus
        data-autofocus
        {...form.getInputProps('password')}
        visibilityToggleButtonProps={typedCharacters()}
      />
      <Button type="submit" loading={show.isPending} fullWidth>
        {translated('Go on')}
      </Button>
      {onCancel !== undefined && (
        <Button variant="subtle" fullWidth onClick={onCancel}>
          {translated('Cancel')}
        </Button>
      )}
    </form>
  );
}
