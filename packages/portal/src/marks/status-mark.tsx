import type { NamedValue } from '@sallyport/contract';
import { serverText } from '../words/translated.ts';
import classes from './marks.module.css';
import { SHAPE_PATHS, statusMark } from './marks.ts';

/** A status by colour, shape and words. */
export function StatusMark({ status }: { status: NamedValue }) {
  const { shape, tone } = statusMark(status.name);
  return (
    <span className={classes.mark} data-tone={tone} data-status={status.name}>
      <svg viewBox="0 0 16 16" aria-hidden="true" focusable="false">
        <path d={SHAPE_PATHS[shape]} fill="currentColor" fillRule="evenodd" />
      </svg>
      {serverText(status.display_name)}
    </span>
  );
}
