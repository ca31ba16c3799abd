import type { Application } from '@sallyport/contract';
import { translated } from '../words/translated.ts';
import classes from './applications.module.css';
import { SPEAKS_TEXT } from './software-text.ts';

/** What the developer stated. */
export function ApplicationFacts({ application }: { application: Application }) {
  const facts = [
    [translated('Company'), application.company],
    [translated('Contact'), application.contact_name],
    [translated('Contact e-mail'), application.contact_email],
    [translated('Contact phone'), `${application.contact_phone} (${application.contact_phone_e164})`],
    [
      translated('Its software speaks'),
      application.speaks === null ? translated('Not stated') : translated(SPEAKS_TEXT[application.speaks]),
    ],
    [
      translated('Scopes it wants'),
      application.scopes.length === 0 ? translated('All that it may have') : application.scopes.join(', '),
    ],
    [translated('Redirect URIs'), application.redirect_uris.join('\n')],
    [translated('A sign-in starts at'), application.initiate_login_uri ?? translated('Nowhere')],
    [translated('After signing out'), application.post_logout_redirect_uris.join('\n') || translated('Nowhere')],
    [translated('Logout tokens go to'), application.backchannel_logout_uri ?? translated('Nowhere')],
    [translated('Developer'), `${application.developer.name}, ${application.developer.email}`],
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
