import { asPage } from '../refusal-page.ts';
import type { Dialect } from '../route.ts';
import { oauth } from './errors.ts';

/** The authorization endpoint's refusals that must not be redirected: a page for the person in front of it. */
export const oauthPage: Dialect = {
  ...oauth,
  pathPrefixes: [],
  encodeRefusal: (error, context) => asPage(oauth.encodeRefusal(error, context), error, context),
};
