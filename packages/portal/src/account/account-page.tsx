import { Button } from '@mantine/core';
import { useState } from 'react';
import { useMay } from '../current-session/use-may.ts';
import { Loading } from '../notices/loading.tsx';
import { Refused } from '../notices/refused.tsx';
import { AddFactor } from '../sign-in-steps/add-factor.tsx';
import { RecoveryCodes } from '../sign-in-steps/recovery-codes.tsx';
import { translated } from '../words/translated.ts';
import classes from './account.module.css';
import { ChangePassword } from './change-password.tsx';
import { FactorTable } from './factor-table.tsx';
import { LanguageChoice } from './language.tsx';
import { Sessions } from './sessions.tsx';
import { useOwnFactors, useRemoveFactor, useRenewCodes } from './use-own-factors.ts';

/** What a person signs in with, and where they are signed in. */
export function AccountPage() {
  const may = useMay();
  return (
    <div className={classes.page}>
      <title>{translated('My account · Sallyport')}</title>
      <h1>{translated('My account')}</h1>
      {may('factors:own') ? (
        <>
          <LanguageChoice />
          <ChangePassword />
          <Factors />
          <Sessions />
        </>
      ) : (
        <p>{translated('Sign in by hand to see your account.')}</p>
      )}
    </div>
  );
}

function Factors() {
  const own = useOwnFactors();
  const remove = useRemoveFactor();
  const renew = useRenewCodes();
  const [isAdding, setAdding] = useState(false);
  const data = own.data;
  return (
    <section aria-labelledby="factors-title" className={classes.section}>
      <h2 id="factors-title">{translated('Second factors')}</h2>
      <Refused error={own.error ?? remove.error ?? renew.error} />
      {own.isPending && <Loading what={translated('your factors')} />}
      {data !== undefined && data.factors.length === 0 && <p>{translated('You sign in by your password alone.')}</p>}
      {data !== undefined && data.factors.length > 0 && (
        <>
          <FactorTable factors={data.factors} onRemove={remove.mutate} />
          <p>
            {translated('{count} recovery codes are left.', { count: data.recovery_codes_left })}{' '}
            <Button variant="default" size="compact-sm" loading={renew.isPending} onClick={() => renew.mutate()}>
              {translated('Make new ones')}
            </Button>
          </p>
        </>
      )}
      {renew.data !== undefined && <RecoveryCodes codes={renew.data.recovery_codes} onKept={renew.reset} />}
      {isAdding ? (
        <AddFactor
          onCancel={() => setAdding(false)}
          onDone={() => {
            setAdding(false);
            void own.refetch();
          }}
        />
      ) : (
        <Button onClick={() => setAdding(true)}>{translated('Add a factor')}</Button>
      )}
    </section>
  );
}
