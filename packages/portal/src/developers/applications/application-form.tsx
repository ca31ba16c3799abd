import { Button, Checkbox, Radio, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { RegisterApplicationRequest, SoftwareSpeaks } from '@sallyport/contract';
import classes from '../../applications/applications.module.css';
import { SCOPES_OF, SPEAKS_TEXT } from '../../applications/software-text.ts';
import { Refused } from '../../notices/refused.tsx';
import { translated } from '../../words/translated.ts';

interface ApplicationFormProps {
  initial: RegisterApplicationRequest;
  error: unknown;
  isSaving: boolean;
  onSave: (request: RegisterApplicationRequest) => void;
}

const needed = (what: string) => (value: string) => (value.trim() === '' ? translated('Enter {what}', { what }) : null);

/** What is asked of an application; redirect URIs stand one a line. */
export function ApplicationForm({ initial, error, isSaving, onSave }: ApplicationFormProps) {
  const { redirect_uris = [], speaks: spoken = 'active911', scopes: wanted = [], ...texts } = initial;
  const form = useForm({
    initialValues: { ...texts, speaks: spoken as SoftwareSpeaks, scopes: wanted, redirects: redirect_uris.join('\n') },
    validate: {
      name: needed(translated('a name')),
      company: needed(translated('a company')),
      contact_name: needed(translated('a name')),
      contact_email: (value) => (/^[^\s@]+@[^\s@]+$/.test(value.trim()) ? null : translated('Enter an e-mail address')),
      contact_phone: needed(translated('a phone number')),
    },
  });
  const save = form.onSubmit(({ redirects, ...values }) =>
    onSave({
      ...values,
      scopes: values.scopes.filter((scope) => SCOPES_OF[values.speaks].includes(scope)),
      contact_email: values.contact_email.trim(),
      redirect_uris: redirects.split(/\s+/).filter((uri) => uri !== ''),
    }),
  );
  const { speaks } = form.getValues();
  return (
    <form className={classes.form} noValidate onSubmit={save}>
      <Refused error={error} />
      <TextInput
        label={translated('Application name')}
        description={translated('Agencies read it when they are asked for consent; the client id is derived from it')}
        maxLength={100}
        {...form.getInputProps('name')}
      />
      <TextInput label={translated('Company')} maxLength={200} {...form.getInputProps('company')} />
      <TextInput label={translated('Contact name')} maxLength={100} {...form.getInputProps('contact_name')} />
      <TextInput
        label={translated('Contact e-mail')}
        type="email"
        maxLength={254}
        {...form.getInputProps('contact_email')}
      />
      <TextInput
        label={translated('Contact phone')}
        type="tel"
        maxLength={60}
        {...form.getInputProps('contact_phone')}
      />
      <Radio.Group label={translated('What its software speaks')} {...form.getInputProps('speaks')}>
        {Object.entries(SPEAKS_TEXT).map(([value, label]) => (
          <Radio key={value} value={value} label={translated(label)} mt={6} />
        ))}
      </Radio.Group>
      <Checkbox.Group
        label={translated('Scopes it wants')}
        description={translated('None chosen means all of them')}
        {...form.getInputProps('scopes')}
      >
        {SCOPES_OF[speaks].map((scope) => (
          <Checkbox key={scope} value={scope} label={scope} mt={6} />
        ))}
      </Checkbox.Group>
      <Textarea
        label={translated('Redirect URIs')}
        description={
          speaks === 'active911'
            ? translated(
                'One a line, at most ten: the address of your endpoint, or the domain it is on, such as app.example.com. None means http://localhost',
              )
            : translated('One a line, at most ten. None means http://localhost')
        }
        rows={3}
        {...form.getInputProps('redirects')}
      />
      <div className={classes.buttons}>
        <Button type="submit" loading={isSaving}>
          {translated('Save')}
        </Button>
      </div>
    </form>
  );
}
