import { Button, Checkbox, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { Application } from '@sallyport/contract';
import classes from '../../applications/applications.module.css';
import { Refused } from '../../notices/refused.tsx';
import { translated } from '../../words/translated.ts';
import type { ApplicationActions } from './use-applications.ts';

const linesOf = (text: string) => text.split(/\s+/).filter((line) => line !== '');

/** Where an approved application is sent back to, and how it is signed out; a change holds at once. */
export function RedirectPanel({ application, actions }: { application: Application; actions: ApplicationActions }) {
  const form = useForm({
    initialValues: {
      redirects: application.redirect_uris.join('\n'),
      afterSignOut: application.post_logout_redirect_uris.join('\n'),
      logout: application.backchannel_logout_uri ?? '',
      start: application.initiate_login_uri ?? '',
      needsSid: application.backchannel_logout_session_required,
    },
  });
  const save = form.onSubmit(({ redirects, afterSignOut, logout, start, needsSid }) =>
    actions.edit.mutate({
      redirect_uris: linesOf(redirects),
      post_logout_redirect_uris: linesOf(afterSignOut),
      backchannel_logout_uri: logout.trim() === '' ? null : logout.trim(),
      backchannel_logout_session_required: needsSid,
      initiate_login_uri: start.trim() === '' ? null : start.trim(),
    }),
  );
  return (
    <section className={classes.panel} aria-labelledby="redirects-title">
      <h2 id="redirects-title">{translated('Addresses')}</h2>
      <form className={classes.form} onSubmit={save}>
        <Refused error={actions.edit.error} />
        <Textarea
          label={translated('Redirect URIs')}
          description={translated(
            'One a line: https, http to this machine, or a reversed domain name as scheme. A change holds at once.',
          )}
          rows={3}
          {...form.getInputProps('redirects')}
        />
        <TextInput
          label={translated('Where a browser starts a sign-in')}
          description={translated(
            'https, the initiate_login_uri. People whose agency allowed the application open it from their portal',
          )}
          maxLength={2_000}
          {...form.getInputProps('start')}
        />
        <Textarea
          label={translated('Where browsers may go after signing out')}
          description={translated('One a line, sent to the letter as post_logout_redirect_uri')}
          rows={2}
          {...form.getInputProps('afterSignOut')}
        />
        <TextInput
          label={translated('Where a logout token is sent')}
          description={translated(
            'https. It is sent when the session of somebody who signed in ends, whatever ended it',
          )}
          maxLength={2_000}
          {...form.getInputProps('logout')}
        />
        <Checkbox
          label={translated('It ends a sign-in by the sid of a logout token alone')}
          {...form.getInputProps('needsSid', { type: 'checkbox' })}
        />
        <div className={classes.buttons}>
          <Button type="submit" variant="default" loading={actions.edit.isPending}>
            {translated('Save addresses')}
          </Button>
        </div>
      </form>
    </section>
  );
}
