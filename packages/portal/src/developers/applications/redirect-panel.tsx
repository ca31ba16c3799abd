import { Button, Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { Application } from '@sallyport/contract';
import classes from '../../applications/applications.module.css';
import { Refused } from '../../notices/refused.tsx';
import { translated } from '../../words/translated.ts';
import type { ApplicationActions } from './use-applications.ts';

/** Where an approved application is sent back to; a change holds at once. */
export function RedirectPanel({ application, actions }: { application: Application; actions: ApplicationActions }) {
  const form = useForm({ initialValues: { redirects: application.redirect_uris.join('\n') } });
  const save = form.onSubmit(({ redirects }) =>
    actions.edit.mutate({ redirect_uris: redirects.split(/\s+/).filter((uri) => uri !== '') }),
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
        <div className={classes.buttons}>
          <Button type="submit" variant="default" loading={actions.edit.isPending}>
            {translated('Save addresses')}
          </Button>
        </div>
      </form>
    </section>
  );
}
