import * as agency from './active911/agency.ts';
import * as active911Alerts from './active911/alerts.ts';
import { authorizeAgency } from './active911/authorize-agency.ts';
import { active911, active911Token } from './active911/errors.ts';
import * as mapdata from './active911/mapdata.ts';
import * as personalAccess from './active911/personal-access.ts';
import * as active911Tokens from './active911/token.ts';
import * as agencies from './native/administration/agencies.ts';
import * as agencyRequests from './native/administration/agency-requests.ts';
import * as applications from './native/administration/applications.ts';
import * as boundaries from './native/administration/boundaries.ts';
import * as callflows from './native/administration/callflows.ts';
import * as clients from './native/administration/clients.ts';
import * as grants from './native/administration/grants.ts';
import * as operators from './native/administration/operators.ts';
import * as outbox from './native/administration/outbox.ts';
import * as retention from './native/administration/retention.ts';
import * as users from './native/administration/users.ts';
import * as webhooks from './native/administration/webhooks.ts';
import * as developerSession from './native/developers/developer-session.ts';
import * as developerSignUps from './native/developers/developer-sign-ups.ts';
import * as ownApplications from './native/developers/own-applications.ts';
import { native } from './native/errors.ts';
import * as portalAlerts from './native/incidents/alerts.ts';
import * as incidents from './native/incidents/incidents.ts';
import { listen } from './native/incidents/listen.ts';
import * as live from './native/incidents/live.ts';
import * as map from './native/incidents/map.ts';
import * as ingest from './native/ingest/ingest.ts';
import * as authorizations from './native/sign-in/authorizations.ts';
import * as deeplinkPage from './native/sign-in/deeplink-page.ts';
import * as deviceAuthorizations from './native/sign-in/device-authorizations.ts';
import * as password from './native/sign-in/password.ts';
import * as personalTokens from './native/sign-in/personal-tokens.ts';
import * as session from './native/sign-in/session.ts';
import { authorize } from './oauth/authorize.ts';
import { deviceAuthorization } from './oauth/device-authorization.ts';
import * as discovery from './oauth/discovery.ts';
import { oauth } from './oauth/errors.ts';
import { introspect } from './oauth/introspect.ts';
import { par } from './oauth/par.ts';
import { revoke } from './oauth/revoke.ts';
import { token, tokenV2 } from './oauth/token.ts';
import { cable } from './prepared/cable.ts';
import * as cadIncidents from './prepared/cad-incidents.ts';
import { prepared } from './prepared/errors.ts';
import * as eventStream from './prepared/event-stream.ts';
import * as incidentEvents from './prepared/incident-events.ts';
import { streamToken } from './prepared/stream-token.ts';
import * as additionalData from './rapidsos/additional-data.ts';
import * as alertStream from './rapidsos/alert-stream.ts';
import * as alerts from './rapidsos/alerts.ts';
import { deeplink } from './rapidsos/deeplink.ts';
import { rapidsos } from './rapidsos/errors.ts';
import * as location from './rapidsos/location.ts';
import * as logMessages from './rapidsos/log-messages.ts';
import { trigger } from './rapidsos/trigger.ts';
import * as webhookSubscriptions from './rapidsos/webhook-subscriptions.ts';
import type { Dialect } from './route.ts';

/** Every endpoint of every dialect. `http` serves these and nothing else of ours. */
export const ROUTES = [
  token,
  tokenV2,
  authorize,
  par,
  deviceAuthorization,
  revoke,
  introspect,
  discovery.metadata,
  discovery.jwks,
  authorizeAgency,
  active911Tokens.token,
  personalAccess.issuingPage,
  personalAccess.renew,
  agency.root,
  agency.agency,
  agency.devices,
  agency.device,
  active911Alerts.list,
  active911Alerts.listOfDevice,
  active911Alerts.read,
  mapdata.locations,
  mapdata.location,
  mapdata.createLocation,
  mapdata.resource,
  mapdata.createResource,
  deeplink,
  trigger,
  location.read,
  location.find,
  additionalData.read,
  additionalData.search,
  alerts.list,
  alerts.read,
  alerts.change,
  logMessages.list,
  logMessages.add,
  incidentEvents.list,
  incidentEvents.read,
  streamToken,
  incidentEvents.media,
  cadIncidents.find,
  cadIncidents.read,
  cadIncidents.addNote,
  cadIncidents.setStatus,
  session.open,
  session.read,
  session.close,
  deeplinkPage.page,
  deeplinkPage.redeem,
  deeplinkPage.openPage,
  incidents.search,
  incidents.list,
  incidents.read,
  portalAlerts.answer,
  portalAlerts.chat,
  portalAlerts.readSettings,
  portalAlerts.editSettings,
  listen,
  incidents.media,
  ingest.open,
  ingest.addLocation,
  ingest.addNote,
  ingest.addMedia,
  ingest.addTranscript,
  ingest.addResponse,
  ingest.addChanges,
  ingest.transfer,
  ingest.end,
  ingest.merge,
  users.list,
  users.add,
  users.edit,
  users.releaseLock,
  users.endSessions,
  users.passwordLink,
  operators.list,
  operators.releaseLock,
  outbox.list,
  outbox.retry,
  password.check,
  password.set,
  agencies.list,
  agencies.add,
  agencies.edit,
  boundaries.read,
  boundaries.edit,
  boundaries.preview,
  callflows.list,
  callflows.add,
  callflows.edit,
  callflows.remove,
  clients.list,
  clients.edit,
  clients.addSecret,
  clients.removeSecret,
  authorizations.read,
  authorizations.decide,
  deviceAuthorizations.read,
  deviceAuthorizations.decide,
  webhookSubscriptions.create,
  webhookSubscriptions.list,
  webhookSubscriptions.edit,
  webhookSubscriptions.remove,
  webhookSubscriptions.test,
  webhooks.list,
  webhooks.create,
  webhooks.read,
  webhooks.edit,
  webhooks.remove,
  webhooks.rotateSecret,
  webhooks.test,
  webhooks.deliveries,
  webhooks.replayOne,
  webhooks.replay,
  grants.list,
  grants.revoke,
  retention.read,
  retention.edit,
  developerSignUps.add,
  developerSignUps.confirm,
  developerSession.open,
  developerSession.read,
  developerSession.close,
  ownApplications.list,
  ownApplications.register,
  ownApplications.read,
  ownApplications.edit,
  ownApplications.upload,
  ownApplications.submit,
  ownApplications.addSecret,
  ownApplications.removeSecret,
  ownApplications.refusals,
  agencyRequests.agencies,
  agencyRequests.listOwn,
  agencyRequests.ask,
  applications.list,
  applications.read,
  applications.document,
  applications.decide,
  agencyRequests.list,
  agencyRequests.answer,
  agencyRequests.approved,
  clients.issue,
  personalTokens.offer,
  personalTokens.issue,
  map.settings,
];

/** Every WebSocket of every dialect. */
export const SOCKETS = [eventStream.stream, cable, live.stream, alertStream.stream];

/** For paths that no route has, the first whose prefix fits; the last fits all. */
export const DIALECTS: readonly Dialect[] = [oauth, active911Token, active911, prepared, rapidsos, native];
