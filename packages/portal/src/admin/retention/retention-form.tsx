import { Button, Checkbox, NumberInput } from '@mantine/core';
import { type SyntheticEvent, useState } from 'react';
import { Refused } from '../../notices/refused.tsx';
import classes from './retention.module.css';
import { useSetRetention } from './use-retention.ts';

const PROPOSED_DAYS = 365;

interface RetentionFormProps {
  agencyId: string | null;
  retentionDays: number | null;
}

/** Keeps everything, or states for how many days. */
export function RetentionForm({ agencyId, retentionDays }: RetentionFormProps) {
  const [isLimited, setLimited] = useState(retentionDays !== null);
  const [days, setDays] = useState<number | string>(retentionDays ?? PROPOSED_DAYS);
  const save = useSetRetention(agencyId);

  function submit(event: SyntheticEvent) {
    event.preventDefault();
    save.mutate(isLimited ? Number(days) : null);
  }

  return (
    <form className={classes.form} onSubmit={submit}>
      <Checkbox
        label="Remove incidents some days after their last change"
        checked={isLimited}
        onChange={(event) => setLimited(event.currentTarget.checked)}
      />
      {isLimited && (
        <NumberInput
          label="Days kept"
          description="7 to 36,500. What is removed cannot be brought back."
          min={7}
          max={36_500}
          allowDecimal={false}
          value={days}
          onChange={setDays}
          required
        />
      )}
      <Refused error={save.error} />
      <Button type="submit" loading={save.isPending}>
        Save
      </Button>
    </form>
  );
}
