import { Button, Checkbox, NumberInput } from '@mantine/core';
import type { AlertSettings } from '@sallyport/contract';
import { type SyntheticEvent, useState } from 'react';
import { Refused } from '../../notices/refused.tsx';
import classes from './alerts.module.css';
import { useEditAlertSettings } from './use-alert-settings.ts';

const PROPOSED_SECONDS = 60;

interface AlertSettingsFormProps {
  agencyId: string | null;
  settings: AlertSettings;
}

/** The time to accept an alert, the installation's or the agency's own, and whether test alerts are listed. */
export function AlertSettingsForm({ agencyId, settings }: AlertSettingsFormProps) {
  const [hasOwnDeadline, setHasOwnDeadline] = useState(settings.accept_within_seconds !== null);
  const [seconds, setSeconds] = useState<number | string>(settings.accept_within_seconds ?? PROPOSED_SECONDS);
  const [hidesTests, setHidesTests] = useState(settings.hides_test_alerts);
  const save = useEditAlertSettings(agencyId);

  function submit(event: SyntheticEvent) {
    event.preventDefault();
    save.mutate({
      accept_within_seconds: hasOwnDeadline ? Number(seconds) : null,
      hides_test_alerts: hidesTests,
    });
  }

  return (
    <form className={classes.form} onSubmit={submit}>
      <Checkbox
        label="This agency has its own time to accept an alert"
        description="Otherwise the installation's time counts. It runs from the request for dispatch; after it the alert times out."
        checked={hasOwnDeadline}
        onChange={(event) => setHasOwnDeadline(event.currentTarget.checked)}
      />
      {hasOwnDeadline && (
        <NumberInput
          label="Seconds to accept an alert"
          description="5 to 3,600. Requests that already wait keep their deadline."
          min={5}
          max={3_600}
          allowDecimal={false}
          value={seconds}
          onChange={setSeconds}
          required
        />
      )}
      <Checkbox
        label="Keep test alerts out of the incidents people work from"
        description="They are still found by phone number and by alert id, and programs still see them."
        checked={hidesTests}
        onChange={(event) => setHidesTests(event.currentTarget.checked)}
      />
      <Refused error={save.error} />
      <Button type="submit" loading={save.isPending}>
        Save
      </Button>
    </form>
  );
}
