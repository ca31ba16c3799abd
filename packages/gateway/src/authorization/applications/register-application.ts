import type { Transaction } from '../../database/database.ts';
import { refuse } from '../../kernel/errors.ts';
import type { Origin } from '../../kernel/origin.ts';
import { newUuid } from '../../kernel/random.ts';
import { emailToKeep } from '../../people/users/email-address.ts';
import { checkSignInUse, type EndpointCheck, withCheckedEndpoint } from '../clients/check-sign-in-use.ts';
import { checkRedirectUri } from '../clients/redirect-uri.ts';
import { NO_SIGN_IN_USE, type SignInUse } from '../clients/sign-in-use.ts';
import { updateAddresses } from '../clients/store.ts';
import type { Principal } from '../principals/principal.ts';
import type { ApplicationPorts } from './application-ports.ts';
import { mailDeveloper, mailReviewers } from './mail-step.ts';
import { type ApplicationRequest, ownApplication } from './own-application.ts';
import { recordStep } from './record-step.ts';
import { checkScopes, redirectUriOf } from './software.ts';
import {
  applicationsOfDeveloper,
  findApplication,
  insertApplication,
  lockApplication,
  moveState,
  updateDetails,
} from './store.ts';
import { type Application, type ApplicationDetails, DOCUMENT_KINDS } from './types.ts';

/** Seed: Active911 registration sets this where no redirect URI is given. */
const NO_REDIRECT_URI = 'http://localhost';
const OPEN_AT_A_TIME = 20;
/** What of an approved application is its client's: where it is reached. */
const ADDRESSES = ['redirectUris', ...Object.keys(NO_SIGN_IN_USE)] as readonly (keyof ApplicationDetails)[];

type Edit = { readonly [Name in keyof ApplicationDetails]?: ApplicationDetails[Name] | undefined };

function checked(details: ApplicationDetails): ApplicationDetails {
  const given = details.redirectUris.map((uri) => redirectUriOf(uri, details.speaks));
  for (const uri of given) checkRedirectUri(uri);
  checkScopes(details);
  const signInUse = checkSignInUse(details);
  const redirectUris = given.length === 0 ? [NO_REDIRECT_URI] : [...new Set(given)];
  const [name, contactName, company] = [details.name.trim(), details.contactName.trim(), details.company.trim()];
  const contactEmail = emailToKeep(details.contactEmail);
  return { ...details, ...signInUse, name, contactName, company, contactEmail, redirectUris };
}

function addressesOf(details: SignInUse & { redirectUris: readonly string[] }): string[] {
  const { redirectUris, postLogoutRedirectUris, backchannelLogoutUri, initiateLoginUri } = details;
  return [...redirectUris, ...postLogoutRedirectUris, backchannelLogoutUri, initiateLoginUri].filter(
    (uri) => uri !== null,
  );
}

async function reread(tx: Transaction, id: string): Promise<Application> {
  const application = await findApplication(tx.query, id);
  if (application === undefined) throw new Error('the application was there a moment ago');
  return application;
}

/**
 * Keeps an application as a draft, atomically with its audit record. Without a redirect URI it is `http://localhost`. Refuses
 * what must never be redirected to with `invalid_request`, and a developer's twenty-first application with `conflict`.
 */
export async function registerApplication(
  ports: Pick<ApplicationPorts, 'database' | 'audit' | 'clock' | 'random'> & EndpointCheck,
  request: { details: ApplicationDetails; principal: Principal; origin: Origin },
): Promise<Application> {
  const { database, clock, random } = ports;
  const details = checked(await withCheckedEndpoint(ports, request.details));
  const id = newUuid(clock, random);
  const developerId = request.principal.developer?.id ?? '';
  return database.write(async (tx) => {
    if ((await applicationsOfDeveloper(tx.query, developerId)).length >= OPEN_AT_A_TIME) {
      throw refuse.conflict({ description: `A developer registers at most ${OPEN_AT_A_TIME} applications` });
    }
    await insertApplication(tx.query, { ...details, id, developerId, createdAt: clock.now() });
    await recordStep(ports, tx, { ...request, applicationId: id, step: 'registered' });
    return reread(tx, id);
  });
}

/**
 * Changes what is named, atomically with its audit record, in a draft or where more was asked for. Of an approved application
 * where it is reached alone may change, at once: its client has them on every process within a second. Refuses everything else with `conflict`.
 */
export async function editApplication(
  ports: ApplicationPorts & EndpointCheck,
  request: ApplicationRequest & { edit: Edit },
): Promise<Application> {
  const { database, clock, changes } = ports;
  const { id } = request;
  const named = Object.entries(request.edit).filter(([, value]) => value !== undefined);
  const edit = await withCheckedEndpoint(ports, Object.fromEntries(named) as Partial<ApplicationDetails>);
  return database.write(async (tx) => {
    await lockApplication(tx.query, id);
    const application = await ownApplication(tx.query, request);
    const details = checked({ ...application, ...edit });
    const { state, clientId } = application;
    const isOpen = state === 'draft' || state === 'more_asked';
    const isOfClient =
      state === 'approved' && named.every(([name]) => ADDRESSES.includes(name as keyof ApplicationDetails));
    if (!isOpen && !isOfClient) {
      throw refuse.conflict({
        description:
          state === 'approved'
            ? 'Only the addresses of an approved application can change'
            : `An application that is ${state} cannot be changed`,
      });
    }
    await updateDetails(tx.query, id, { ...details, updatedAt: clock.now() });
    const changed = named.map(([name]) => name);
    if (isOfClient && clientId !== null) {
      await updateAddresses(tx.query, clientId, details);
      await changes.publish(tx, 'client', clientId);
    }
    const step = isOfClient ? 'redirects_changed' : 'edited';
    const text = isOfClient ? addressesOf(details).join('\n') : undefined;
    const detail = isOfClient
      ? { client_id: clientId, before: addressesOf(application), after: addressesOf(details) }
      : { changed };
    await recordStep(ports, tx, { ...request, applicationId: id, step, text, detail });
    const edited = await reread(tx, id);
    if (isOfClient) await mailDeveloper(ports, tx, edited, { step: 'redirects_changed' });
    return edited;
  });
}

/** Hands a complete application in for review. Refuses one without both documents, or in another state, with `conflict`. */
export async function submitApplication(
  ports: Omit<ApplicationPorts, 'changes'>,
  request: ApplicationRequest,
): Promise<Application> {
  const { database, clock } = ports;
  const { id } = request;
  return database.write(async (tx) => {
    await lockApplication(tx.query, id);
    const { documents } = await ownApplication(tx.query, request);
    const missing = DOCUMENT_KINDS.filter((kind) => !documents.some((document) => document.kind === kind));
    if (missing.length > 0) {
      throw refuse.conflict({ description: `Upload first: ${missing.join(', ').replaceAll('_', ' ')}` });
    }
    if (!(await moveState(tx.query, { id, from: ['draft', 'more_asked'], to: 'submitted', at: clock.now() }))) {
      throw refuse.conflict({ description: 'This application was submitted already' });
    }
    await recordStep(ports, tx, { ...request, applicationId: id, step: 'submitted' });
    const submitted = await reread(tx, id);
    await mailDeveloper(ports, tx, submitted, { step: 'submitted' });
    await mailReviewers(ports, tx, submitted);
    return submitted;
  });
}
