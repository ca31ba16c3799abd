import { PasswordInput, Textarea, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { translated } from '../../words/translated.ts';
import type { ProviderValues } from './provider-values.ts';

type Form = UseFormReturnType<ProviderValues>;

const isAddress = (value: string) => /^https?:\/\/\S+$/.test(value.trim());
const ofSaml = (check: (value: string) => string | null) => (value: string, values: ProviderValues) =>
  values.kind === 'saml' ? check(value) : null;

/** What must be entered of the fields below. */
export const protocolRules = {
  issuer: (value: string, { kind }: ProviderValues) => {
    if (kind === 'saml') return /^\S+$/.test(value.trim()) ? null : translated('Enter its entity id, without spaces');
    return isAddress(value) ? null : translated('Enter its address, which begins with https://');
  },
  client_id: (value: string, { kind }: ProviderValues) =>
    kind === 'oidc' && value.trim() === '' ? translated('Enter the client id') : null,
  sign_in_url: ofSaml((value) =>
    isAddress(value) ? null : translated('Enter the address, which begins with https://'),
  ),
  certificates: ofSaml((value) => (value.trim() === '' ? translated('Paste the certificate that it signs by') : null)),
  email_attribute: ofSaml((value) =>
    value.trim() === '' ? translated("Enter the attribute with the person's address") : null,
  ),
};

/** Of an OpenID provider: where it is, and what it knows Sallyport by. */
export function OpenIdFields({ form, hasSecret }: { form: Form; hasSecret: boolean }) {
  return (
    <>
      <TextInput label={translated('Issuer')} maxLength={500} {...form.getInputProps('issuer')} />
      <TextInput label={translated('Client id')} maxLength={200} {...form.getInputProps('client_id')} />
      <PasswordInput
        label={translated('Client secret')}
        description={hasSecret ? translated('Leave it empty to keep the one that is stored') : undefined}
        autoComplete="off"
        maxLength={500}
        {...form.getInputProps('client_secret')}
      />
      <Textarea
        label={translated('Values of acr that count as a second factor')}
        description={translated(
          'One a line. Asked for where the policy asks for a second factor; whoever signed in so is asked for none here.',
        )}
        autosize
        minRows={1}
        spellCheck={false}
        {...form.getInputProps('acr_values')}
      />
      <TextInput
        label={translated('Values of amr that count as a second factor')}
        description={translated(
          'As mfa or otp, apart by commas. Whoever has neither shows a factor of Sallyport where the policy asks for one.',
        )}
        {...form.getInputProps('amr_values')}
      />
    </>
  );
}

/** Of a SAML provider: what its metadata states, and what it tells of people. */
export function SamlFields({ form }: { form: Form }) {
  return (
    <>
      <TextInput
        label={translated('Entity id')}
        description={translated("What the provider's metadata states as entityID")}
        maxLength={500}
        {...form.getInputProps('issuer')}
      />
      <TextInput
        label={translated('Sign-in address')}
        description={translated('Its single sign-on service by HTTP-Redirect')}
        maxLength={500}
        {...form.getInputProps('sign_in_url')}
      />
      <Textarea
        label={translated('Certificates')}
        description={translated('Those it signs by. With a new one beside the old one, both are taken.')}
        autosize
        minRows={3}
        maxRows={8}
        spellCheck={false}
        {...form.getInputProps('certificates')}
      />
      <TextInput
        label={translated("Sallyport's entity id")}
        description={translated("Leave it empty for the address of Sallyport's metadata")}
        maxLength={200}
        {...form.getInputProps('client_id')}
      />
      <TextInput
        label={translated('Attribute with the e-mail address')}
        maxLength={200}
        {...form.getInputProps('email_attribute')}
      />
      <Textarea
        label={translated('Sign-ins that count as a second factor')}
        description={translated('AuthnContextClassRef, one a line. Whoever signed in so is asked for no factor here.')}
        autosize
        minRows={1}
        spellCheck={false}
        {...form.getInputProps('factor_contexts')}
      />
    </>
  );
}
