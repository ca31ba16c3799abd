import { Button, NativeSelect } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { EditSecurityPolicyRequest, PolicyProfile, SecurityPolicy } from '@sallyport/contract';
import { Refused } from '../../notices/refused.tsx';
import type { Text } from '../../words/spanish/spanish.ts';
import { translated } from '../../words/translated.ts';
import { PolicyField } from './policy-field.tsx';
import { FIELD_GROUPS, type FieldName, type FieldValue } from './policy-fields.ts';
import classes from './security.module.css';

const PROFILE_TITLES: Record<PolicyProfile, Text> = {
  cjis: 'cjis: FBI CJIS Security Policy 6.0',
  nist: 'nist: NIST SP 800-63B-4, AAL2',
  open: 'open: for trying it out',
};

interface PolicyFormProps {
  policy: SecurityPolicy;
  isSaving: boolean;
  error: Error | null;
  onSave: (change: EditSecurityPolicyRequest) => void;
}

const proposalOf = (value: FieldValue) => (typeof value === 'number' || typeof value === 'string' ? value : 30);

/** A profile and its values, each of which may be set beside it. */
export function PolicyForm({ policy, isSaving, error, onSave }: PolicyFormProps) {
  const form = useForm({ initialValues: { profile: policy.profile, values: policy.values } });
  const { profile, values } = form.values;
  const submit = form.onSubmit(() => onSave({ profile, ...values }));
  const proposedFor = (name: FieldName) => proposalOf(policy.profiles.cjis[name] ?? policy.profiles.nist[name]);
  return (
    <form className={classes.form} onSubmit={submit}>
      <NativeSelect
        label={translated('Profile')}
        description={translated('Choosing one fills in its values, as strict as the installation asks at least.')}
        value={profile}
        data={Object.entries(PROFILE_TITLES).map(([value, label]) => ({ value, label: translated(label) }))}
        onChange={(event) => {
          const name = event.currentTarget.value as PolicyProfile;
          form.setValues({ profile: name, values: policy.profiles[name] });
        }}
      />
      {FIELD_GROUPS.map(({ title, fields }) => (
        <fieldset key={title} className={classes.group}>
          <legend>{translated(title)}</legend>
          {(Object.keys(fields) as FieldName[]).map((name) => {
            const field = fields[name];
            return (
              field !== undefined && (
                <PolicyField
                  key={name}
                  field={field}
                  value={values[name]}
                  loosest={policy.loosest[name]}
                  proposed={proposedFor(name)}
                  onChange={(value: FieldValue) => form.setFieldValue(`values.${name}`, value)}
                />
              )
            );
          })}
        </fieldset>
      ))}
      <Refused error={error} />
      <Button type="submit" loading={isSaving}>
        {translated('Save')}
      </Button>
    </form>
  );
}
