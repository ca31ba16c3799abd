import { Button } from '@mantine/core';
import { Link, useParams } from 'react-router';
import { ApplicationFacts } from '../../applications/application-facts.tsx';
import classes from '../../applications/applications.module.css';
import { lastWords, STATE_TEXT } from '../../applications/state-text.ts';
import { StepList } from '../../applications/step-list.tsx';
import { Loading } from '../../notices/loading.tsx';
import { Refused } from '../../notices/refused.tsx';
import { translated } from '../../words/translated.ts';
import { AgencyPanel } from './agency-panel.tsx';
import { ApplicationForm } from './application-form.tsx';
import { DocumentPanel } from './document-panel.tsx';
import { NextStepsPanel } from './next-steps-panel.tsx';
import { RedirectPanel } from './redirect-panel.tsx';
import { RefusalPanel } from './refusal-panel.tsx';
import { SecretPanel } from './secret-panel.tsx';
import { useApplicationActions, useOwnApplication } from './use-applications.ts';

/** One application: where it stands, and what its developer may do there. */
export function ApplicationPage() {
  const { applicationId = '' } = useParams();
  const query = useOwnApplication(applicationId);
  const actions = useApplicationActions(applicationId);
  const application = query.data;
  if (application === undefined) {
    return query.isError ? <Refused error={query.error} /> : <Loading what={translated('the application')} />;
  }
  const { state } = application;
  const isOpen = state === 'draft' || state === 'more_asked';
  const words = lastWords(application);
  return (
    <>
      <title>{`${application.name} · Sallyport`}</title>
      <div className={classes.head}>
        <h1>{application.name}</h1>
        <span className={classes.state} data-state={state} data-testid="application-state">
          {translated(STATE_TEXT[state])}
        </span>
        <Link to="/developers">{translated('All applications')}</Link>
      </div>
      {words !== null && <p className={classes.words}>{words}</p>}
      {state === 'approved' && (
        <>
          <SecretPanel application={application} actions={actions} />
          <NextStepsPanel application={application} secret={actions.addSecret.data?.client_secret ?? null} />
          <RedirectPanel key={application.updated_at} application={application} actions={actions} />
          <AgencyPanel application={application} />
          <RefusalPanel application={application} />
        </>
      )}
      {isOpen ? (
        <>
          <DocumentPanel application={application} actions={actions} />
          <section className={classes.panel} aria-labelledby="details-title">
            <h2 id="details-title">{translated('Details')}</h2>
            <ApplicationForm
              key={application.updated_at}
              initial={{
                name: application.name,
                company: application.company,
                contact_name: application.contact_name,
                contact_email: application.contact_email,
                contact_phone: application.contact_phone,
                redirect_uris: application.redirect_uris,
                ...(application.speaks !== null && { speaks: application.speaks }),
                scopes: application.scopes,
              }}
              error={actions.edit.error}
              isSaving={actions.edit.isPending}
              onSave={(request) => actions.edit.mutate(request)}
            />
          </section>
          <section className={classes.panel} aria-labelledby="submit-title">
            <h2 id="submit-title">{translated('Review')}</h2>
            <Refused error={actions.submit.error} />
            <p>
              {translated(
                'An operator looks at the details and both documents. While they do, nothing can be changed.',
              )}
            </p>
            <Button
              loading={actions.submit.isPending}
              disabled={application.documents.length < 2}
              onClick={() => actions.submit.mutate()}
            >
              {translated('Submit for review')}
            </Button>
          </section>
        </>
      ) : (
        <section className={classes.panel} aria-labelledby="details-title">
          <h2 id="details-title">{translated('Details')}</h2>
          <ApplicationFacts application={application} />
        </section>
      )}
      <StepList application={application} />
    </>
  );
}
