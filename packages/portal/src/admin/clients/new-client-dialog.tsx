import { Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { type IssueClientRequest, type LegacyMarks, SCOPES } from '@sallyport/contract';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useSallyport } from '../../api/sallyport-context.tsx';
import { LegacyFields } from '../../applications/legacy-fields.tsx';
import { Dialog } from '../../notices/dialog.tsx';
import { DialogButtons } from '../../notices/dialog-buttons.tsx';
import { Refused } from '../../notices/refused.tsx';
import { serverText, translated } from '../../words/translated.ts';
import classes from '../layout/admin.module.css';
import { grantText, KIND_WORDS } from './client-words.ts';
import { PRESETS, type PresetName } from './presets.ts';
import type { ClientActions } from './use-clients.ts';

const GRANT_TYPES = ['client_credentials', 'password', 'authorization_code', 'refresh_token'] as const;
const LIFETIMES = [
  { value: '3600', label: '1 hour (RapidSOS)' },
  { value: '7200', label: '2 hours (Prepared)' },
  { value: '86400', label: '1 day (Active911)' },
] as const;

/** Credentials of an approved application for this agency. A kind of integration fills in what its clients need. */
export function NewClientDialog({ actions, onClose }: { actions: ClientActions; onClose: () => void }) {
  const { applications } = useSallyport();
  const approved = useQuery({
    queryKey: ['approved-applications'],
    queryFn: ({ signal }) => applications.approved(signal),
  });
  const [applicationId, setApplicationId] = useState('');
  const [presetName, setPresetName] = useState<PresetName>('psap');
  const [choice, setChoice] = useState(PRESETS.psap);
  const [callflow, setCallflow] = useState('');
  const needsCallflow = choice.scopes.includes('alerts:trigger');
  const close = () => {
    actions.issue.reset();
    onClose();
  };
  const choosePreset = (name: PresetName) => {
    setPresetName(name);
    setChoice(PRESETS[name]);
  };
  const issue = () =>
    actions.issue.mutate({
      ...choice,
      application_id: applicationId,
      integration_kind: presetName,
      ...(needsCallflow && { callflow }),
    });
  return (
    <Dialog title={translated('New client')} onClose={close}>
      <div className={classes.form}>
        <Refused error={actions.issue.error ?? approved.error} />
        <NativeSelect
          label={translated('Application')}
          description={translated('Approved by an operator of this installation')}
          value={applicationId}
          onChange={(event) => setApplicationId(event.currentTarget.value)}
          data={[
            { value: '', label: translated('Choose an application') },
            ...(approved.data?.applications ?? []).map(({ id, name, company }) => ({
              value: id,
              label: `${name}, ${company}`,
            })),
          ]}
        />
        <NativeSelect
          label={translated('Integration')}
          value={presetName}
          onChange={(event) => choosePreset(event.currentTarget.value as PresetName)}
          data={Object.entries(KIND_WORDS).map(([value, label]) => ({ value, label: translated(label) }))}
        />
        <Checkbox.Group
          label={translated('It may')}
          value={choice.scopes}
          onChange={(scopes) => setChoice({ ...choice, scopes })}
        >
          {Object.entries(SCOPES).map(([name, sentence]) => (
            <Checkbox key={name} value={name} label={serverText(sentence)} description={name} mt="xs" />
          ))}
        </Checkbox.Group>
        {needsCallflow && (
          <TextInput
            label={translated('Callflow')}
            description={translated('The name by which its alerts find this agency')}
            maxLength={100}
            value={callflow}
            onChange={(event) => setCallflow(event.currentTarget.value)}
          />
        )}
        <Checkbox.Group
          label={translated('It gets tokens')}
          value={choice.grant_types}
          onChange={(names) => setChoice({ ...choice, grant_types: names as IssueClientRequest['grant_types'] })}
        >
          {GRANT_TYPES.map((name) => (
            <Checkbox key={name} value={name} label={grantText(name)} description={name} mt="xs" />
          ))}
        </Checkbox.Group>
        <NativeSelect
          label={translated('Access tokens last')}
          value={String(choice.access_token_ttl_seconds)}
          data={LIFETIMES.map(({ value, label }) => ({ value, label: translated(label) }))}
          onChange={(event) => setChoice({ ...choice, access_token_ttl_seconds: Number(event.currentTarget.value) })}
        />
        <LegacyFields
          marks={choice.legacy}
          names={['password_grant', 'json_token_body', 'token_in_query', 'loose_redirect']}
          onChange={(legacy: LegacyMarks) => setChoice({ ...choice, legacy })}
        />
        <DialogButtons
          action={translated('Create client')}
          isPending={actions.issue.isPending}
          isDisabled={applicationId === '' || (needsCallflow && callflow.trim() === '')}
          onAction={issue}
          onClose={close}
        />
      </div>
    </Dialog>
  );
}
