import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { type IssueClientRequest, type LegacyMarks, SCOPES } from '@sallyport/contract';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useSallyport } from '../../api/sallyport-context.tsx';
import { LegacyFields } from '../../applications/legacy-fields.tsx';
import { Dialog } from '../../notices/dialog.tsx';
import { Refused } from '../../notices/refused.tsx';
import classes from '../layout/admin.module.css';
import { PRESETS, type PresetName } from './presets.ts';
import type { ClientActions } from './use-clients.ts';

const GRANT_TYPES = ['client_credentials', 'password', 'authorization_code', 'refresh_token'] as const;
const LIFETIMES = [
  { value: '3600', label: '1 hour (RapidSOS)' },
  { value: '7200', label: '2 hours (Prepared)' },
  { value: '86400', label: '1 day (Active911)' },
];

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
    <Dialog title="New client" onClose={close}>
      <div className={classes.form}>
        <Refused error={actions.issue.error ?? approved.error} />
        <NativeSelect
          label="Application"
          description="Approved by an operator of this installation"
          value={applicationId}
          onChange={(event) => setApplicationId(event.currentTarget.value)}
          data={[
            { value: '', label: 'Choose an application' },
            ...(approved.data?.applications ?? []).map(({ id, name, company }) => ({
              value: id,
              label: `${name}, ${company}`,
            })),
          ]}
        />
        <NativeSelect
          label="Integration"
          value={presetName}
          onChange={(event) => choosePreset(event.currentTarget.value as PresetName)}
          data={[
            { value: 'psap', label: 'PSAP: a CAD of this agency (RapidSOS style)' },
            { value: 'central_station', label: 'Central station: sends alerts (RapidSOS style)' },
            { value: 'prepared', label: 'Incident events (Prepared style)' },
            { value: 'call_handling', label: 'Call-handling equipment' },
            { value: 'responder', label: 'Responder application (Active911 style)' },
            { value: 'directory', label: 'Directory: adds and disables people (SCIM)' },
          ]}
        />
        <Checkbox.Group label="It may" value={choice.scopes} onChange={(scopes) => setChoice({ ...choice, scopes })}>
          {Object.entries(SCOPES).map(([name, sentence]) => (
            <Checkbox key={name} value={name} label={`${name}: ${sentence}`} mt="xs" />
          ))}
        </Checkbox.Group>
        {needsCallflow && (
          <TextInput
            label="Callflow"
            description="The name by which its alerts find this agency"
            maxLength={100}
            value={callflow}
            onChange={(event) => setCallflow(event.currentTarget.value)}
          />
        )}
        <Checkbox.Group
          label="Grants"
          value={choice.grant_types}
          onChange={(names) => setChoice({ ...choice, grant_types: names as IssueClientRequest['grant_types'] })}
        >
          {GRANT_TYPES.map((name) => (
            <Checkbox key={name} value={name} label={name} mt="xs" />
          ))}
        </Checkbox.Group>
        <NativeSelect
          label="Access tokens last"
          value={String(choice.access_token_ttl_seconds)}
          data={LIFETIMES}
          onChange={(event) => setChoice({ ...choice, access_token_ttl_seconds: Number(event.currentTarget.value) })}
        />
        <LegacyFields
          marks={choice.legacy}
          names={['password_grant', 'json_token_body', 'token_in_query', 'loose_redirect']}
          onChange={(legacy: LegacyMarks) => setChoice({ ...choice, legacy })}
        />
        <div className={classes.buttons}>
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button
            loading={actions.issue.isPending}
            disabled={applicationId === '' || (needsCallflow && callflow.trim() === '')}
            onClick={issue}
          >
            Create client
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
