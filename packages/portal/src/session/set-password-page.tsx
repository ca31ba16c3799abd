import type { PasswordLinkOwner } from '@sallyport/contract';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useLocation } from 'react-router';
import { refusalText } from '../api/refusal-text.ts';
import { useSallyport } from '../api/sallyport-context.tsx';
import { Loading } from '../notices/loading.tsx';
import { translated } from '../words/translated.ts';
import { EntryPage } from './entry-page.tsx';
import { SetPasswordForm } from './set-password-form.tsx';

/** The page of a one-time link. Its token stands in the fragment, which browsers never send with a page request. */
export function SetPasswordPage() {
  const sallyport = useSallyport();
  const linkToken = useLocation().hash.slice(1);
  const [isSet, setIsSet] = useState(false);
  const owner = useQuery({
    queryKey: ['password-link', linkToken],
    queryFn: ({ signal }) => sallyport.passwords.checkLink(linkToken, signal),
    enabled: linkToken !== '',
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  });

  if (isSet) return <PasswordIsSet />;
  if (linkToken === '') {
    return <LinkRefused>{translated('This address is incomplete. Open the whole link you were given.')}</LinkRefused>;
  }
  if (owner.isError) return <LinkRefused>{refusalText(owner.error)}</LinkRefused>;
  if (owner.data === undefined) {
    return (
      <EntryPage title={translated('Set password')}>
        <Loading what={translated('your link')} />
      </EntryPage>
    );
  }
  return (
    <EntryPage title={translated('Set password')}>
      <Greeting owner={owner.data} />
      <SetPasswordForm owner={owner.data} linkToken={linkToken} onSet={() => setIsSet(true)} />
    </EntryPage>
  );
}

function Greeting({ owner }: { owner: PasswordLinkOwner }) {
  return (
    <p>
      {owner.agency_name === null
        ? translated('Welcome, {name}. Choose a password for {email}.', { name: owner.first_name, email: owner.email })
        : translated('Welcome, {name}. Choose a password for {email} at {agency}.', {
            name: owner.first_name,
            email: owner.email,
            agency: owner.agency_name,
          })}
    </p>
  );
}

function PasswordIsSet() {
  return (
    <EntryPage title={translated('Password set')}>
      <p role="status">{translated('Your password is set. The link you used no longer works.')}</p>
      <Link to="/portal/sign-in">{translated('Sign in')}</Link>
    </EntryPage>
  );
}

function LinkRefused({ children }: { children: string }) {
  return (
    <EntryPage title={translated('This link cannot be used')}>
      <p role="alert">{children}</p>
      <p>{translated('One-time links work once and for a limited time. Ask an admin of your agency for a new one.')}</p>
      <Link to="/portal/sign-in">{translated('Go to sign-in')}</Link>
    </EntryPage>
  );
}
