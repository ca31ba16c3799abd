import { Checkbox, NativeSelect, PasswordInput, TextInput } from '@mantine/core';
import { translated } from '../../words/translated.ts';
import type { AuthenticationDraft } from './webhook-draft.ts';

const KINDS = [
  { value: 'none', label: 'The signature alone' },
  { value: 'bearer', label: 'A bearer token' },
  { value: 'client_credentials', label: 'A token from its token URL (client credentials)' },
] as const;

interface AuthenticationFieldsProps {
  draft: AuthenticationDraft;
  mayKeep: boolean;
  onChange: (draft: AuthenticationDraft) => void;
}

/** How the endpoint is to know this server. Every message is signed, whatever is chosen here. */
export function AuthenticationFields({ draft, mayKeep, onChange }: AuthenticationFieldsProps) {
  const change = (changed: Partial<AuthenticationDraft>) => onChange({ ...draft, ...changed });
  const kinds = KINDS.map(({ value, label }) => ({ value: value as string, label: translated(label) }));
  return (
    <>
      <NativeSelect
        label={translated('The endpoint knows us by')}
        value={draft.kind}
        data={mayKeep ? [{ value: 'keep', label: translated('What it has now') }, ...kinds] : kinds}
        onChange={(event) => change({ kind: event.currentTarget.value as AuthenticationDraft['kind'] })}
      />
      {draft.kind === 'bearer' && (
        <PasswordInput
          label={translated('Token')}
          maxLength={4_000}
          autoComplete="off"
          value={draft.token}
          onChange={(event) => change({ token: event.currentTarget.value })}
          required
        />
      )}
      {draft.kind === 'client_credentials' && (
        <>
          <TextInput
            label={translated('Token URL')}
            type="url"
            maxLength={2_000}
            value={draft.tokenUrl}
            onChange={(event) => change({ tokenUrl: event.currentTarget.value })}
            required
          />
          <TextInput
            label={translated('Client id')}
            maxLength={200}
            autoComplete="off"
            value={draft.clientId}
            onChange={(event) => change({ clientId: event.currentTarget.value })}
            required
          />
          <PasswordInput
            label={translated('Client secret')}
            maxLength={1_000}
            autoComplete="off"
            value={draft.clientSecret}
            onChange={(event) => change({ clientSecret: event.currentTarget.value })}
            required
          />
          <TextInput
            label={translated('Scope')}
            description={translated('Empty where the endpoint asks for none')}
            maxLength={500}
            value={draft.scope}
            onChange={(event) => change({ scope: event.currentTarget.value })}
          />
          <TextInput
            label={translated('Audience')}
            description={translated('Empty where the endpoint asks for none')}
            maxLength={500}
            value={draft.audience}
            onChange={(event) => change({ audience: event.currentTarget.value })}
          />
          <Checkbox
            label={translated('Send the client secret in the body (client_secret_post)')}
            checked={draft.isSecretInBody}
            onChange={(event) => change({ isSecretInBody: event.currentTarget.checked })}
          />
        </>
      )}
    </>
  );
}
