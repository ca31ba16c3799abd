import { Button, Checkbox, NumberInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import { Refused } from '../../notices/refused.tsx';
import { translated } from '../../words/translated.ts';
import { FewerDaysDialog } from './fewer-days-dialog.tsx';
import classes from './retention.module.css';
import { useSetRetention } from './use-retention.ts';

const PROPOSED_DAYS = 365;

interface RetentionFormProps {
  agencyId: string | null;
  retentionDays: number | null;
}

/** Keeps everything, or states for how many days; asks first where that removes what was kept until now. */
export function RetentionForm({ agencyId, retentionDays }: RetentionFormProps) {
  const form = useForm<{ isLimited: boolean; days: number | string }>({
    initialValues: { isLimited: retentionDays !== null, days: retentionDays ?? PROPOSED_DAYS },
  });
  const save = useSetRetention(agencyId);
  const [asked, setAsked] = useState<number | null>(null);
  const submit = form.onSubmit(({ isLimited, days }) => {
    const kept = isLimited ? Number(days) : null;
    if (kept !== null && kept < (retentionDays ?? Infinity)) setAsked(kept);
    else save.mutate(kept);
  });
  return (
    <form className={classes.form} onSubmit={submit}>
      <Checkbox
        label={translated('Remove incidents some days after their last change')}
        {...form.getInputProps('isLimited', { type: 'checkbox' })}
      />
      {form.values.isLimited && (
        <NumberInput
          label={translated('Days kept')}
          description={translated('7 to 36,500. What is removed cannot be brought back.')}
          min={7}
          max={36_500}
          allowDecimal={false}
          required
          {...form.getInputProps('days')}
        />
      )}
      {asked === null && <Refused error={save.error} />}
      <Button type="submit" loading={save.isPending}>
        {translated('Save')}
      </Button>
      {asked !== null && (
        <FewerDaysDialog days={asked} before={retentionDays} save={save} onClose={() => setAsked(null)} />
      )}
    </form>
  );
}
