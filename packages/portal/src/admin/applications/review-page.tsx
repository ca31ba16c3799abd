import type { DocumentKind } from '@sallyport/contract';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { useSallyport } from '../../api/sallyport-context.tsx';
import { ApplicationFacts } from '../../applications/application-facts.tsx';
import classes from '../../applications/applications.module.css';
import { STATE_TEXT } from '../../applications/state-text.ts';
import { StepList } from '../../applications/step-list.tsx';
import { Loading } from '../../notices/loading.tsx';
import { Refused } from '../../notices/refused.tsx';
import { translated } from '../../words/translated.ts';
import { DecisionForm } from './decision-form.tsx';
import { DocumentRow } from './document-row.tsx';

/** One application in front of an operator: what was stated, both documents, and the answer. */
export function ReviewPage() {
  const { applicationId = '' } = useParams();
  const [opened, setOpened] = useState<readonly DocumentKind[]>([]);
  const sallyport = useSallyport();
  const query = useQuery({
    queryKey: ['application', applicationId],
    queryFn: ({ signal }) => sallyport.applications.read(applicationId, signal),
    refetchInterval: 30_000,
  });
  const application = query.data;
  if (application === undefined) {
    return query.isError ? <Refused error={query.error} /> : <Loading what={translated('the application')} />;
  }
  return (
    <>
      <title>{`${application.name} · Sallyport`}</title>
      <div className={classes.head}>
        <h2>{application.name}</h2>
        <span className={classes.state} data-state={application.state} data-testid="application-state">
          {translated(STATE_TEXT[application.state])}
        </span>
        <Link to="/portal/admin/applications">{translated('All applications')}</Link>
      </div>
      <section className={classes.panel} aria-labelledby="details-title">
        <h3 id="details-title">{translated('Details')}</h3>
        <ApplicationFacts application={application} />
      </section>
      <section className={classes.panel} aria-labelledby="documents-title">
        <h3 id="documents-title">{translated('Documents')}</h3>
        <p className={classes.quiet}>
          {application.documents.length === 0
            ? translated('None was uploaded.')
            : translated('Every look at a document is recorded with your name.')}
        </p>
        {application.documents.map((document) => (
          <DocumentRow
            key={`${document.kind} ${document.uploaded_at}`}
            application={application}
            document={document}
            onOpen={() => setOpened((kinds) => [...kinds, document.kind])}
          />
        ))}
      </section>
      {application.state === 'submitted' && <DecisionForm application={application} opened={opened} />}
      <StepList application={application} />
    </>
  );
}
