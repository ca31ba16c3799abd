import type { Application } from '@sallyport/contract';
import classes from './applications.module.css';
import { SPEAKS_TEXT } from './software-text.ts';

/** What the developer stated. */
export function ApplicationFacts({ application }: { application: Application }) {
  const facts = [
    ['Company', application.company],
    ['Contact', application.contact_name],
    ['Contact e-mail', application.contact_email],
    ['Contact phone', `${application.contact_phone} (${application.contact_phone_e164})`],
    ['Its software speaks', application.speaks === null ? 'Not stated' : SPEAKS_TEXT[application.speaks]],
    ['Scopes it wants', application.scopes.length === 0 ? 'All that it may have' : application.scopes.join(', ')],
    ['Redirect URIs', application.redirect_uris.join('\n')],
    ['Developer', `${application.developer.name}, ${application.developer.email}`],
  ] as const;
  return (
    <dl className={classes.facts}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
