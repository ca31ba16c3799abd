import { Button, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { translated } from '../words/translated.ts';

interface NameFactorProps {
  description: string;
  action: string;
  isSending: boolean;
  onNamed: (name: string) => void;
}

/** What the person calls the device that has the factor. */
export function NameFactor({ description, action, isSending, onNamed }: NameFactorProps) {
  const form = useForm({ initialValues: { name: '' } });
  return (
    <form onSubmit={form.onSubmit(({ name }) => onNamed(name.trim()))}>
      <TextInput
        label={translated('Name of the device')}
        description={description}
        required
        withAsterisk={false}
        autoFocus
        maxLength={60}
        {...form.getInputProps('name')}
      />
      <Button type="submit" loading={isSending} fullWidth>
        {action}
      </Button>
    </form>
  );
}
