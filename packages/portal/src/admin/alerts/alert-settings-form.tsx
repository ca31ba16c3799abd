import { Button, Checkbox, NumberInput, Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { AlertSettings } from '@sallyport/contract';
import { Refused } from '../../notices/refused.tsx';
import { translated } from '../../words/translated.ts';
import classes from './alerts.module.css';
import { useEditAlertSettings } from './use-alert-settings.ts';

const PROPOSED_SECONDS = 60;

interface AlertSettingsFormProps {
  agencyId: string | null;
  settings: AlertSettings;
}

/** The time to accept an alert, the installation's or the agency's own, and whether test alerts are listed. */
export function AlertSettingsForm({ agencyId, settings }: AlertSettingsFormProps) {
  const form = useForm<{ hasOwnDeadline: boolean; seconds: number | string; hidesTests: boolean; sensitive: string }>({
    initialValues: {
      hasOwnDeadline: settings.accept_within_seconds !== null,
      seconds: settings.accept_within_seconds ?? PROPOSED_SECONDS,
      hidesTests: settings.hides_test_alerts,
      sensitive: settings.sensitive_cards.join('\n'),
    },
  });
  const save = useEditAlertSettings(agencyId);
  const submit = form.onSubmit(({ hasOwnDeadline, seconds, hidesTests, sensitive }) =>
    save.mutate({
      accept_within_seconds: hasOwnDeadline ? Number(seconds) : null,
      hides_test_alerts: hidesTests,
      sensitive_cards: [...new Set(sensitive.split(/\s+/).filter((card) => card !== ''))],
    }),
  );
  return (
    <form className={classes.form} onSubmit={submit}>
      <Checkbox
        label={translated('This agency has its own time to accept an alert')}
        description={translated(
          "Otherwise the installation's time counts. It runs from the request for dispatch; after it the alert times out.",
        )}
        {...form.getInputProps('hasOwnDeadline', { type: 'checkbox' })}
      />
      {form.values.hasOwnDeadline && (
        <NumberInput
          label={translated('Seconds to accept an alert')}
          description={translated('5 to 3,600. Requests that already wait keep their deadline.')}
          min={5}
          max={3_600}
          allowDecimal={false}
          required
          {...form.getInputProps('seconds')}
        />
      )}
      <Checkbox
        label={translated('Keep test alerts out of the incidents people work from')}
        description={translated('They are still found by phone number and by alert id, and programs still see them.')}
        {...form.getInputProps('hidesTests', { type: 'checkbox' })}
      />
      <Textarea
        label={translated('Cards that stay closed until somebody opens them')}
        description={translated(
          'By the names that partners send, one a line, as gate_codes. Cards about somebody’s health always do. Each opening is recorded and shown.',
        )}
        autosize
        minRows={2}
        {...form.getInputProps('sensitive')}
      />
      <Refused error={save.error} />
      <Button type="submit" loading={save.isPending}>
        {translated('Save')}
      </Button>
    </form>
  );
}
