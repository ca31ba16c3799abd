import type { NamedValue } from '@sallyport/contract';
import classes from './marks.module.css';
import { TYPE_PATHS } from './marks.ts';

/** An emergency type by its sign and its words. */
export function EmergencyTypeMark({ type }: { type: NamedValue }) {
  const path = TYPE_PATHS[type.name];
  return (
    <span className={classes.type}>
      {path !== undefined && (
        <svg viewBox="0 0 16 16" aria-hidden="true" focusable="false">
          <path d={path} fill="currentColor" fillRule="evenodd" />
        </svg>
      )}
      {type.display_name}
    </span>
  );
}
