import { Button } from '@mantine/core';
import type { DeviceAuthorization } from '@sallyport/contract';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { useSallyport } from '../api/sallyport-context.tsx';
import { ConsentForm } from '../consent/consent-form.tsx';
import { OtherPerson } from '../consent/other-person.tsx';
import { Refused } from '../notices/refused.tsx';
import { EntryPage } from '../session/entry-page.tsx';
import { translated } from '../words/translated.ts';
import { CodeForm } from './code-form.tsx';
import classes from './device.module.css';

/** Where a device without a browser sends people: type its code, see what it asks for, and allow some, all or none of it. */
export function DevicePage() {
  const { deviceAuthorizations } = useSallyport();
  const [parameters] = useSearchParams();
  const [isAllowed, setIsAllowed] = useState<boolean | null>(null);
  const look = useMutation({ mutationFn: (typed: string) => deviceAuthorizations.read(typed) });
  if (isAllowed !== null) return <DeviceAnswered isAllowed={isAllowed} />;
  if (look.data === undefined) {
    return (
      <EntryPage title={translated('Connect a device')}>
        <Refused error={look.error} />
        <CodeForm
          initial={parameters.get('user_code') ?? ''}
          isLooking={look.isPending}
          onTyped={(typed) => look.mutate(typed)}
        />
        <OtherPerson />
      </EntryPage>
    );
  }
  const question = look.data;
  return (
    <EntryPage title={translated('Allow {applicationName}?', { applicationName: question.application_name })}>
      <CodeToCompare question={question} />
      <ConsentForm
        question={question}
        decide={(scopes) => deviceAuthorizations.decide(question.user_code, scopes)}
        onAnswered={(_answer, scopes) => setIsAllowed(scopes.length > 0)}
      >
        {translated('The device goes on by itself.')}
      </ConsentForm>
      <Button variant="subtle" fullWidth className={classes.other} onClick={() => look.reset()}>
        {translated('Type another code')}
      </Button>
      <OtherPerson />
    </EntryPage>
  );
}

/** RFC 8628 section 5.4: somebody far away may have started this, and sent the code to whoever can allow it. */
function CodeToCompare({ question }: { question: DeviceAuthorization }) {
  return (
    <div className={classes.warning}>
      <p className={classes.code}>{question.user_code}</p>
      <p>
        <strong>{translated('Is this code on a device in front of you?')}</strong>{' '}
        {translated(
          'Allow it only if you or your crew started it there just now. Whoever sent you a code or a link by message, mail or phone would get the access instead of you.',
        )}
      </p>
    </div>
  );
}

function DeviceAnswered({ isAllowed }: { isAllowed: boolean }) {
  return (
    <EntryPage title={isAllowed ? translated('Allowed') : translated('Not allowed')}>
      <p role="status">
        {isAllowed
          ? translated('The device goes on by itself. Admin, Access shows what it may do, and ends it.')
          : translated('The device is refused.')}
      </p>
      <Link to="/portal">{translated('Go to the portal')}</Link>
    </EntryPage>
  );
}
