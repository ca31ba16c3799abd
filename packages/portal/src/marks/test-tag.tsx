import { translated } from '../words/translated.ts';
import classes from './marks.module.css';

/** Stands on everything that belongs to a test, so that nobody is sent out for it. */
export function TestTag() {
  return (
    <span className={classes.test} data-testid="test-tag">
      {translated('Test')}
    </span>
  );
}
