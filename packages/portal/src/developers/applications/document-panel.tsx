import { FileInput } from '@mantine/core';
import type { Application, DocumentKind } from '@sallyport/contract';
import classes from '../../applications/applications.module.css';
import { DOCUMENT_TEXT } from '../../applications/state-text.ts';
import { Refused } from '../../notices/refused.tsx';
import { InstantAge } from '../../time/instant-age.tsx';
import { translated } from '../../words/translated.ts';
import type { ApplicationActions } from './use-applications.ts';

const KINDS: readonly DocumentKind[] = ['photo_id', 'proof_of_business'];

/** Both documents; choosing a file uploads it, in place of an earlier one. */
export function DocumentPanel({ application, actions }: { application: Application; actions: ApplicationActions }) {
  const { error, isPending, mutate } = actions.upload;
  return (
    <section className={classes.panel} aria-labelledby="documents-title">
      <h2 id="documents-title">{translated('Documents')}</h2>
      <p className={classes.quiet}>
        {translated('PDF, PNG or JPEG, at most 5 MiB each. Only operators of this installation can read them.')}
      </p>
      <Refused error={error} />
      {KINDS.map((kind) => {
        const uploaded = application.documents.find((document) => document.kind === kind);
        return (
          <div key={kind} className={classes.row}>
            <FileInput
              label={translated(DOCUMENT_TEXT[kind])}
              placeholder={uploaded === undefined ? translated('Choose a file') : translated('Choose another file')}
              accept="application/pdf,image/png,image/jpeg"
              disabled={isPending}
              value={null}
              onChange={(file) => file !== null && mutate({ kind, file })}
            />
            <span role="status" className={classes.quiet} data-testid={`uploaded-${kind}`}>
              {uploaded === undefined ? (
                translated('Not uploaded yet')
              ) : (
                <>
                  {uploaded.media_type}, {Math.ceil(uploaded.size_bytes / 1024)} {translated('KiB, uploaded')}{' '}
                  <InstantAge instant={uploaded.uploaded_at} />
                </>
              )}
            </span>
          </div>
        );
      })}
    </section>
  );
}
