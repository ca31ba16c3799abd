import { active911 } from './active911/dialect.ts';
import { native } from './native/dialect.ts';
import { oauth } from './oauth/dialect.ts';
import { prepared } from './prepared/dialect.ts';
import { rapidsos } from './rapidsos/dialect.ts';

/**
 * Every dialect. What no route answers is refused by the first whose prefix fits, so the one that takes every path is last.
 */
export const DIALECTS = [oauth, active911, prepared, rapidsos, native] as const;
