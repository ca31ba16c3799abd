import { Button } from '@mantine/core';
import type { Application, DocumentInfo } from '@sallyport/contract';
import { useState } from 'react';
import { useSallyport } from '../../api/sallyport-context.tsx';
import classes from '../../applications/applications.module.css';
import { DOCUMENT_TEXT } from '../../applications/state-text.ts';
import { Dialog } from '../../notices/dialog.tsx';
import { translated } from '../../words/translated.ts';

interface DocumentRowProps {
  application: Application;
  document: DocumentInfo;
  onOpen: () => void;
}

/** A document by its facts. A picture is shown here when asked for; a PDF is downloaded, because nothing here may run it. */
export function DocumentRow({ application, document, onOpen }: DocumentRowProps) {
  const { applications } = useSallyport();
  const [isShown, setIsShown] = useState(false);
  const { kind, media_type, size_bytes } = document;
  const name = translated(DOCUMENT_TEXT[kind]);
  const path = applications.documentPath(application.id, kind);
  return (
    <div className={classes.row}>
      <span>
        {name}
        <span className={classes.quiet}>
          {' '}
          {media_type}, {Math.ceil(size_bytes / 1024)} KiB
        </span>
      </span>
      {media_type === 'application/pdf' ? (
        <a href={path} download onClick={onOpen}>
          {translated('Download')} {name}
        </a>
      ) : (
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => {
            setIsShown(true);
            onOpen();
          }}
        >
          {translated('Show')} {name}
        </Button>
      )}
      {isShown && (
        <Dialog title={name} onClose={() => setIsShown(false)}>
          <img
            className={classes.picture}
            src={path}
            alt={translated('{name} of {contactName}', { name, contactName: application.contact_name })}
          />
        </Dialog>
      )}
    </div>
  );
}
