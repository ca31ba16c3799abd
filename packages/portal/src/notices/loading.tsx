import { Loader } from '@mantine/core';
import { translated } from '../words/translated.ts';
import classes from './notice.module.css';

/** States what is being loaded, to eyes and to screen readers. */
export function Loading({ what }: { what: string }) {
  return (
    <div className={classes.notice} role="status">
      <Loader size="sm" aria-hidden="true" />
      <p>{translated('Loading {what} …', { what })}</p>
    </div>
  );
}
