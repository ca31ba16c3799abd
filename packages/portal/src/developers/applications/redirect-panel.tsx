import { Button, Textarea } from '@mantine/core';
import type { Application } from '@sallyport/contract';
import { type FormEvent, useState } from 'react';
import classes from '../../applications/applications.module.css';
import { Refused } from '../../notices/refused.tsx';
import type { ApplicationActions } from './use-applications.ts';

/** Where an approved application is sent back to; a change holds at once. */
export function RedirectPanel({ application, actions }: { application: Application; actions: ApplicationActions }) {
  const [text, setText] = useState(application.redirect_uris.join('\n'));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    actions.edit.mutate({ redirect_uris: text.split(/\s+/).filter((uri) => uri !== '') });
  };
  return (
    <section className={classes.panel} aria-labelledby="redirects-title">
      <h2 id="redirects-title">Redirect URIs</h2>
      <form className={classes.form} onSubmit={submit}>
        <Refused error={actions.edit.error} />
        <Textarea
          label="One a line"
          description="https, http to this machine, or a reversed domain name as scheme. A change holds at once."
          rows={3}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <div className={classes.buttons}>
          <Button type="submit" variant="default" loading={actions.edit.isPending}>
            Save redirect URIs
          </Button>
        </div>
      </form>
    </section>
  );
}
