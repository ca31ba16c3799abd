import { Button } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import classes from '../sign-in-steps/steps.module.css';
import { useTimes } from '../time/use-times.ts';
import { translated } from '../words/translated.ts';

/** That the password expires, from two weeks before: above every page until the person closes it or changes the password. */
export function PasswordNotice({ expiresAt }: { expiresAt: string | null }) {
  const { instantText } = useTimes();
  const [closed, setClosed] = useState<string | null>(null);
  if (expiresAt === null || expiresAt === closed) return null;
  return (
    <section className={classes.notice} aria-label={translated('Your password expires')}>
      <p className={classes.banner}>
        {translated('Your password expires {time}. Change it before, in', { time: instantText(expiresAt) })}{' '}
        <Link to="/portal/account">{translated('My account')}</Link>.
      </p>
      <Button variant="default" size="compact-sm" onClick={() => setClosed(expiresAt)}>
        {translated('Later')}
      </Button>
    </section>
  );
}
