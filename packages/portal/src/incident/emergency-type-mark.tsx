import type { NamedValue } from '@sallyport/contract';
import classes from '../marks/marks.module.css';
import { TYPE_PATHS } from '../marks/marks.ts';
import { serverText } from '../words/translated.ts';
import { isAssailantType } from './assailant.ts';

/** An emergency type by its sign and its words; an active assailant in a band of its own colour. */
export function EmergencyTypeMark({ type }: { type: NamedValue }) {
  const path = TYPE_PATHS[type.name] ?? TYPE_PATHS[type.name.replace(/^TEST_/, '')];
  const isAssailant = isAssailantType(type.name);
  return (
    <span className={classes.type} data-assailant={isAssailant || undefined}>
      {path !== undefined && (
        <svg viewBox="0 0 16 16" aria-hidden="true" focusable="false">
          <path d={path} fill="currentColor" fillRule="evenodd" />
        </svg>
      )}
      <span className={classes.words}>{serverText(type.display_name)}</span>
    </span>
  );
}
