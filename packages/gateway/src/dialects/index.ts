import { active911 } from './active911/dialect.ts';
import { native } from './native/dialect.ts';
import { oauth } from './oauth/dialect.ts';
import { prepared } from './prepared/dialect.ts';
import { rapidsos } from './rapidsos/dialect.ts';
import { scim } from './scim/dialect.ts';

/** Every dialect, in the order in which lists of them are shown. */
export const DIALECTS = [native, prepared, rapidsos, active911, oauth, scim] as const;
