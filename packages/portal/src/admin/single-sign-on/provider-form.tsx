import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { AgencyRole, IdentityProvider } from '@sallyport/contract';
import { useState } from 'react';
import { DialogButtons } from '../../notices/dialog-buttons.tsx';
import { Refused } from '../../notices/refused.tsx';
import { serverText, translated } from '../../words/translated.ts';
import classes from '../layout/admin.module.css';
import { EndingChangeDialog } from './ending-change-dialog.tsx';
import { OpenIdFields, protocolRules, SamlFields } from './protocol-fields.tsx';
import {
  type EndingChange,
  endingChange,
  NO_ROLE,
  type ProviderValues,
  requestOf,
  valuesOf,
} from './provider-values.ts';
import { RemoveProviderDialog } from './remove-provider-dialog.tsx';
import own from './single-sign-on.module.css';
import type { ProviderActions } from './use-providers.ts';

interface ProviderFormProps {
  /** Null for a new one. */
  readonly provider: IdentityProvider | null;
  readonly roles: readonly AgencyRole[];
  readonly actions: ProviderActions;
  readonly onClose: () => void;
}

/** What a provider is called, where it is, and which of its groups give which role; asks before what its people have open ends. */
export function ProviderForm({ provider, roles, actions, onClose }: ProviderFormProps) {
  const form = useForm<ProviderValues>({
    initialValues: valuesOf(provider),
    validate: {
      title: (value) => (value.trim() === '' ? translated('Enter what its button says') : null),
      ...protocolRules,
    },
  });
  const [asked, setAsked] = useState<'removal' | EndingChange | null>(null);
  const isSaml = form.values.kind === 'saml';
  const choices = roles.map(({ id, title }) => ({ value: id, label: serverText(title) }));
  const save = () =>
    actions.save.mutate(
      { id: provider?.id ?? null, request: requestOf(form.values) },
      // What is wrong with it stands in the form.
      { onSuccess: onClose, onError: () => setAsked(null) },
    );
  const submit = form.onSubmit((values) => {
    const change = endingChange(provider, values);
    if (change === null) save();
    else setAsked(change);
  });
  return (
    <form className={classes.form} noValidate onSubmit={submit}>
      <Refused error={actions.save.error} />
      <TextInput
        label={translated('Title')}
        description={translated('What the button of the sign-in page says')}
        maxLength={60}
        data-autofocus
        {...form.getInputProps('title')}
      />
      {provider === null && (
        <NativeSelect
          label={translated('What it speaks')}
          data={[
            { value: 'oidc', label: 'OpenID Connect' },
            { value: 'saml', label: 'SAML 2.0' },
          ]}
          {...form.getInputProps('kind')}
        />
      )}
      {isSaml ? <SamlFields form={form} /> : <OpenIdFields form={form} hasSecret={provider?.has_secret === true} />}
      <TextInput
        label={translated('E-mail domains')}
        description={translated(
          'Whoever enters an address of these is offered this sign-in. Separate several by commas.',
        )}
        {...form.getInputProps('domains')}
      />
      <TextInput
        label={isSaml ? translated('Attribute with groups or roles') : translated('Claim with groups or roles')}
        description={isSaml ? undefined : translated('A dot leads into an object: realm_access.roles')}
        {...form.getInputProps('role_claim')}
      />
      <fieldset>
        <legend>{translated('Which values give which role; the first that a person has decides')}</legend>
        {form.values.roles.map((_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a rule has no name but its place
          <div key={index} className={own.rule}>
            <TextInput
              label={translated('Value {value}', { value: index + 1 })}
              maxLength={200}
              {...form.getInputProps(`roles.${index}.value`)}
            />
            <NativeSelect
              label={translated('Role {value}', { value: index + 1 })}
              data={choices}
              {...form.getInputProps(`roles.${index}.role`)}
            />
          </div>
        ))}
        <Button
          variant="default"
          size="compact-sm"
          onClick={() => form.insertListItem('roles', { value: '', role: 'agent' })}
        >
          {translated('Add a value')}
        </Button>
      </fieldset>
      <NativeSelect
        label={translated('Whoever has none of the values')}
        data={[{ value: NO_ROLE, label: translated('is refused') }, ...choices]}
        {...form.getInputProps('default_role')}
      />
      <Checkbox
        label={translated('Who has signed in by it can use no password any more')}
        {...form.getInputProps('ends_passwords', { type: 'checkbox' })}
      />
      <Checkbox
        label={translated("Disabled: nobody signs in by it, and its people's sessions end")}
        {...form.getInputProps('is_disabled', { type: 'checkbox' })}
      />
      <DialogButtons isPending={actions.save.isPending} onClose={onClose}>
        {provider !== null && (
          <Button variant="default" onClick={() => setAsked('removal')}>
            {translated('Remove')}
          </Button>
        )}
      </DialogButtons>
      {provider !== null && asked === 'removal' && (
        <RemoveProviderDialog
          provider={provider}
          remove={actions.remove}
          onRemoved={onClose}
          onClose={() => {
            actions.remove.reset();
            setAsked(null);
          }}
        />
      )}
      {provider !== null && asked !== null && asked !== 'removal' && (
        <EndingChangeDialog
          name={provider.title}
          change={asked}
          isPending={actions.save.isPending}
          onConfirm={save}
          onClose={() => setAsked(null)}
        />
      )}
    </form>
  );
}
