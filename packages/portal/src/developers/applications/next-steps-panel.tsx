import type { Application } from '@sallyport/contract';
import classes from '../../applications/applications.module.css';
import { SCOPES_OF } from '../../applications/software-text.ts';
import { CopyTextButton } from '../../copying/copy-text-button.tsx';
import { serverText, translated } from '../../words/translated.ts';
import { clientOf, endpointsOf, sampleOf } from './sample.ts';

/** What a program needs to begin: the base URL, the endpoints, the scopes, what comes next, and a sample that works pasted. */
export function NextStepsPanel({ application, secret }: { application: Application; secret: string | null }) {
  const { speaks, redirect_uris } = application;
  const baseUrl = location.origin;
  const client = clientOf(application);
  const scopes = client?.scopes ?? (application.scopes.length > 0 ? application.scopes : SCOPES_OF[speaks ?? 'oauth']);
  const facts = [
    [translated('Base URL'), baseUrl] as const,
    ...endpointsOf(speaks, baseUrl),
    [translated('Scopes'), scopes.join(' ')] as const,
  ];
  const ofClient = client && {
    baseUrl,
    clientId: client.id,
    secret: speaks === 'machine' ? null : secret,
    redirectUri: redirect_uris[0] ?? 'http://localhost',
    scopes,
  };
  const sample = ofClient && sampleOf(speaks, ofClient);
  return (
    <section className={classes.panel} aria-labelledby="next-title">
      <h2 id="next-title">{translated('Connect your software')}</h2>
      <p>{nextStep(application, client !== undefined)}</p>
      <dl className={classes.facts}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{serverText(name)}</dt>
            <dd>
              <code className={classes.code}>{value}</code>
            </dd>
          </div>
        ))}
      </dl>
      {sample !== undefined && (
        <>
          <h3>{translated('Try it')}</h3>
          <p>
            {translated('Paste this into a shell. It gets a token')}
            {speaks === 'machine' ? '' : ` ${translated('and makes a first call')}`}.
          </p>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard (WCAG 2.1.1) */}
          <pre className={classes.sample} data-testid="sample" tabIndex={0}>
            {sample}
          </pre>
          <CopyTextButton value={sample} label={translated('Copy the sample')} />
        </>
      )}
    </section>
  );
}

function nextStep({ speaks, clients }: Application, hasClient: boolean): string {
  if (speaks === 'machine') {
    return hasClient
      ? translated('An agency issued credentials for your software. Its administrator hands you the secret.')
      : translated(
          'Next: ask an agency below. Its administrator then issues credentials for your software, and the sample appears here.',
        );
  }
  const hasSecret = clients.some(({ agency_id, secrets }) => agency_id === null && secrets.length > 0);
  return hasSecret
    ? translated(
        "Next: send an agency's administrator to the authorize address; what comes back to your redirect URI is exchanged for tokens.",
      )
    : translated('Next: reveal the secret above. The sample then has it.');
}
