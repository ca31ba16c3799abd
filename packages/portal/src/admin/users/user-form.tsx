import { NativeSelect, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { AddUserRequest, AgencyRole } from '@sallyport/contract';
import { DialogButtons } from '../../notices/dialog-buttons.tsx';
import { Refused } from '../../notices/refused.tsx';
import { serverText, translated } from '../../words/translated.ts';
import classes from '../layout/admin.module.css';

interface UserFormProps {
  roles: readonly AgencyRole[];
  initial: AddUserRequest;
  /** What another role than the initial one ends; missing where nobody has one yet. */
  roleChange?: string;
  error: unknown;
  isSaving: boolean;
  onSave: (values: AddUserRequest) => void;
  onCancel: () => void;
}

/** First name, last name, e-mail and role; states what is missing before anything is sent. */
export function UserForm({ roles, initial, roleChange, error, isSaving, onSave, onCancel }: UserFormProps) {
  const form = useForm<AddUserRequest>({
    initialValues: initial,
    transformValues: (values) => ({
      ...values,
      first_name: values.first_name.trim(),
      last_name: values.last_name.trim(),
      email: values.email.trim(),
    }),
    validate: {
      first_name: (value) => (value.trim() === '' ? translated('Enter a first name') : null),
      last_name: (value) => (value.trim() === '' ? translated('Enter a last name') : null),
      email: (value) => (/^[^\s@]+@[^\s@]+$/.test(value.trim()) ? null : translated('Enter an e-mail address')),
    },
  });
  return (
    <form className={classes.form} noValidate onSubmit={form.onSubmit(onSave)}>
      <Refused error={error} />
      <TextInput
        label={translated('First name')}
        maxLength={100}
        data-autofocus
        {...form.getInputProps('first_name')}
      />
      <TextInput label={translated('Last name')} maxLength={100} {...form.getInputProps('last_name')} />
      <TextInput label={translated('Email')} type="email" maxLength={254} {...form.getInputProps('email')} />
      <NativeSelect
        label={translated('Role')}
        description={translated('Admin, Roles lists what each may do.')}
        data={roles
          .filter(({ id, may_be_given }) => may_be_given || id === initial.role)
          .map(({ id, title }) => ({ value: id, label: serverText(title) }))}
        {...form.getInputProps('role')}
      />
      {roleChange !== undefined && form.values.role !== initial.role && <p role="status">{roleChange}</p>}
      <DialogButtons isPending={isSaving} onClose={onCancel} />
    </form>
  );
}
