import type { InstallationFigures } from '@sallyport/contract';
import { Link } from 'react-router';
import { InstantAge } from '../../time/instant-age.tsx';
import { numberText } from '../../words/language.ts';
import { translated } from '../../words/translated.ts';
import classes from './installation.module.css';

interface Figure {
  readonly name: string;
  readonly value: number;
  readonly more?: string | null;
  /** The page that has what is counted. */
  readonly to?: string;
}

const disabledText = (count: number) => (count === 0 ? null : translated('{count} of them disabled', { count }));

function figuresOf({ counts, mail }: InstallationFigures): readonly Figure[] {
  return [
    {
      name: translated('Agencies'),
      value: counts.agencies,
      more: disabledText(counts.disabled_agencies),
      to: '/portal/admin/agencies',
    },
    {
      name: translated('Under review'),
      value: counts.applications_under_review,
      to: '/portal/admin/applications',
    },
    { name: translated('Incidents in 24 hours'), value: counts.incidents_of_last_day },
    { name: translated('Events logged'), value: counts.events_logged },
    {
      name: translated('People'),
      value: counts.people,
      more: translated('{count} with a session', { count: counts.signed_in }),
    },
    { name: translated('Clients'), value: counts.clients, more: disabledText(counts.disabled_clients) },
    {
      name: translated('Mails waiting'),
      value: mail.waiting,
      more: mail.given_up === 0 ? null : translated('{count} given up', { count: mail.given_up }),
      to: '/portal/admin/mail',
    },
  ];
}

/** How much there is, each with the page that has it. */
export function InstallationNumbers({ figures }: { figures: InstallationFigures }) {
  return (
    <dl className={classes.numbers}>
      {figuresOf(figures).map(({ name, value, more, to }) => (
        <div key={name}>
          <dt>{to === undefined ? name : <Link to={to}>{name}</Link>}</dt>
          <dd>
            {numberText(value, 0)}
            {more != null && <span>{more}</span>}
            {to === '/portal/admin/applications' && figures.oldest_submitted_at !== null && (
              <span>
                {translated('the oldest sent in')} <InstantAge instant={figures.oldest_submitted_at} />
              </span>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
