import { Button } from '@mantine/core';
import { Link, Navigate, Outlet } from 'react-router';
import { refusalText } from '../api/refusal-text.ts';
import { useSallyport } from '../api/sallyport-context.tsx';
import { useSignOut } from '../api/use-sign-out.ts';
import { BrandIcon } from '../icons/icons.tsx';
import { Loading } from '../notices/loading.tsx';
import { Notice } from '../notices/notice.tsx';
import shellClasses from '../shell/shell.module.css';
import { ThemeSwitch } from '../theme/theme-switch.tsx';
import { translated } from '../words/translated.ts';
import { useDeveloperQuery } from './account/use-developer.ts';
import classes from './developers.module.css';

/** The frame of a signed-in developer's pages; everybody else is asked to sign in. */
export function DeveloperShell() {
  const session = useDeveloperQuery();
  if (session.data === null) return <Navigate to="/developers/sign-in" replace />;
  if (session.data === undefined) {
    return (
      <main>
        {session.isError ? (
          <Notice title={translated('This page cannot be opened')}>{refusalText(session.error)}</Notice>
        ) : (
          <Loading what={translated('your account')} />
        )}
      </main>
    );
  }
  return (
    <div className={shellClasses.shell}>
      <a className={shellClasses.skip} href="#main">
        {translated('Skip to content')}
      </a>
      <header className={shellClasses.header}>
        <Link to="/developers" className={shellClasses.brand}>
          <BrandIcon size={22} />
          <span>{translated('Sallyport developers')}</span>
        </Link>
        <div className={shellClasses.right}>
          <span className={classes.person}>{session.data.developer.email}</span>
          <ThemeSwitch />
          <SignOutButton />
        </div>
      </header>
      <main id="main" className={shellClasses.main} tabIndex={-1}>
        <div className={classes.page}>
          <Outlet />
        </div>
      </main>
    </div>
  );
}

function SignOutButton() {
  const { developers } = useSallyport();
  const signOut = useSignOut(() => developers.signOut());
  return (
    <Button
      variant="subtle"
      color="gray"
      size="compact-sm"
      c="inherit"
      loading={signOut.isPending}
      onClick={() => signOut.mutate()}
    >
      {translated('Sign out')}
    </Button>
  );
}
