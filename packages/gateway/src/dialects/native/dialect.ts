import { WEBHOOK_EVENTS } from '@sallyport/contract';
import type { Dialect } from '../routing/dialect.ts';
import * as accountReviews from './administration/account-reviews.ts';
import * as addresses from './administration/addresses.ts';
import * as agencies from './administration/agencies.ts';
import * as agencyRequests from './administration/agency-requests.ts';
import * as applications from './administration/applications.ts';
import * as audit from './administration/audit.ts';
import * as boundaries from './administration/boundaries.ts';
import * as callflows from './administration/callflows.ts';
import * as clients from './administration/clients.ts';
import * as dispatchPositions from './administration/dispatch-positions.ts';
import * as grants from './administration/grants.ts';
import * as identityProviders from './administration/identity-providers.ts';
import * as installation from './administration/installation.ts';
import * as operators from './administration/operators.ts';
import * as outbox from './administration/outbox.ts';
import * as reports from './administration/reports.ts';
import * as retention from './administration/retention.ts';
import * as roles from './administration/roles.ts';
import * as securityPolicies from './administration/security-policies.ts';
import * as users from './administration/users.ts';
import * as webhooks from './administration/webhooks.ts';
import * as developerSession from './developers/developer-session.ts';
import * as developerSignUps from './developers/developer-sign-ups.ts';
import * as ownApplications from './developers/own-applications.ts';
import * as agencyMap from './incidents/agency-map.ts';
import * as portalAlerts from './incidents/alerts.ts';
import * as cards from './incidents/cards/open-card.ts';
import * as incidents from './incidents/incidents.ts';
import { listen } from './incidents/listen.ts';
import * as live from './incidents/live.ts';
import * as map from './incidents/map.ts';
import * as merging from './incidents/merge.ts';
import * as places from './incidents/places.ts';
import * as cadSends from './incidents/send-to-cad.ts';
import * as shares from './incidents/shares.ts';
import * as timeLine from './incidents/time-line.ts';
import * as transfers from './incidents/transfers.ts';
import * as wallBoards from './incidents/wall-boards.ts';
import * as work from './incidents/work.ts';
import * as ingest from './ingest/ingest.ts';
import { nativeErrors } from './problems/errors.ts';
import * as account from './sign-in/account.ts';
import * as authorizations from './sign-in/authorizations.ts';
import * as deeplinkPage from './sign-in/deeplink-page.ts';
import * as deviceAuthorizations from './sign-in/device-authorizations.ts';
import * as factors from './sign-in/factors.ts';
import * as passkeys from './sign-in/passkeys.ts';
import * as password from './sign-in/password.ts';
import * as personalTokens from './sign-in/personal-tokens.ts';
import * as saml from './sign-in/saml.ts';
import * as session from './sign-in/session.ts';
import * as singleSignOn from './sign-in/single-sign-on.ts';
import { TASKS } from './tasks.ts';
import { nativeWebhooks } from './webhook-messages.ts';

/** Our own API: what the portal, an administrator's programs and call-handling equipment use. */
export const native = {
  name: 'native',
  description: 'The native API: the portal, administration and reading',
  unrouted: [{ pathPrefixes: ['/'], errors: nativeErrors }],
  routes: {
    signIn: session.open,
    readSession: session.read,
    noteActivity: session.beActive,
    acknowledgeBanner: session.acknowledge,
    listDispatchPositions: dispatchPositions.list,
    registerDispatchPosition: dispatchPositions.register,
    endDispatchPosition: dispatchPositions.end,
    signOut: session.close,
    readShowableFactors: factors.readShowable,
    showFactor: factors.show,
    listOwnFactors: factors.list,
    beginTotp: factors.begin,
    confirmFactor: factors.confirm,
    removeOwnFactor: factors.remove,
    renewRecoveryCodes: factors.renewCodes,
    showPassword: account.showPassword,
    changeExpiredPassword: account.changeExpired,
    editOwnAccount: account.edit,
    listOwnSessions: account.listSessions,
    listOpenableApplications: account.listApplications,
    endOwnSession: account.endSession,
    changeOwnPassword: account.changePassword,
    beginPasskey: passkeys.begin,
    confirmPasskey: passkeys.confirm,
    askForPasskey: passkeys.ask,
    showPasskey: passkeys.show,
    askForPasskeySignIn: passkeys.askToSignIn,
    signInByPasskey: passkeys.signIn,
    openDeeplink: deeplinkPage.page,
    redeemDeeplink: deeplinkPage.redeem,
    openDeeplinkPage: deeplinkPage.openPage,
    searchIncidents: incidents.search,
    findIncidents: incidents.find,
    listIncidents: incidents.list,
    readIncident: incidents.read,
    readTimeLine: timeLine.read,
    answerAlert: portalAlerts.answer,
    addAlertMessage: portalAlerts.chat,
    readAlertSettings: portalAlerts.readSettings,
    editAlertSettings: portalAlerts.editSettings,
    listenToCall: listen,
    downloadMedia: incidents.media,
    openCall: ingest.open,
    addCallLocation: ingest.addLocation,
    addCallNote: ingest.addNote,
    addCallMedia: ingest.addMedia,
    addCallTranscript: ingest.addTranscript,
    claimIncident: work.claim,
    releaseIncident: work.release,
    closeIncident: work.close,
    reopenIncident: work.reopen,
    attendSeat: work.attend,
    addOwnNote: work.note,
    dismissIncident: work.dismiss,
    undoDismissal: work.undoDismiss,
    mergeIncident: merging.merge,
    undoMerge: merging.undoMerge,
    sendToCad: cadSends.send,
    listTransferAgencies: transfers.agencies,
    transferIncident: transfers.open,
    listTransfers: transfers.list,
    listRingingTransfers: transfers.ringing,
    readTransfer: transfers.read,
    endTransfer: transfers.end,
    openTransferredCard: transfers.openSensitive,
    answerTransferred: transfers.answer,
    listShares: shares.list,
    listSharesOfIncident: shares.ofIncident,
    giveShare: shares.give,
    endShare: shares.end,
    addCallResponse: ingest.addResponse,
    addCallChanges: ingest.addChanges,
    transferCall: ingest.transfer,
    endCall: ingest.end,
    mergeCall: ingest.merge,
    listUsers: users.list,
    addUser: users.add,
    editUser: users.edit,
    listAccountReviews: accountReviews.list,
    confirmAccount: accountReviews.confirm,
    releaseUser: users.releaseLock,
    endUserSessions: users.endSessions,
    renewPasswordLink: users.passwordLink,
    listRoles: roles.list,
    addRole: roles.add,
    editRole: roles.edit,
    removeRole: roles.remove,
    readSignInOptions: singleSignOn.options,
    startSingleSignOn: singleSignOn.start,
    finishSingleSignOn: singleSignOn.callback,
    endSingleSignOn: singleSignOn.logout,
    readSamlMetadata: saml.metadata,
    acceptSamlAnswer: saml.consume,
    listIdentityProviders: identityProviders.list,
    addIdentityProvider: identityProviders.add,
    editIdentityProvider: identityProviders.edit,
    removeIdentityProvider: identityProviders.remove,
    resetUserFactors: users.reset,
    listOperators: operators.list,
    listOperatorReviews: operators.listReviews,
    confirmOperator: operators.confirm,
    editOperator: operators.edit,
    releaseOperator: operators.releaseLock,
    resetOperatorFactors: operators.reset,
    readInstallation: installation.figures,
    readInstallationFindings: installation.findings,
    listOutbox: outbox.list,
    retryOutboxMessage: outbox.retry,
    checkPasswordLink: password.check,
    setPassword: password.set,
    listAgencies: agencies.list,
    addAgency: agencies.add,
    editAgency: agencies.edit,
    readBoundary: boundaries.read,
    setBoundary: boundaries.edit,
    previewBoundary: boundaries.preview,
    listCallflows: callflows.list,
    addCallflow: callflows.add,
    editCallflow: callflows.edit,
    removeCallflow: callflows.remove,
    listClients: clients.list,
    editClient: clients.edit,
    addClientSecret: clients.addSecret,
    removeClientSecret: clients.removeSecret,
    readAuthorization: authorizations.read,
    decideAuthorization: authorizations.decide,
    signInToApplication: authorizations.signIn,
    readDeviceAuthorization: deviceAuthorizations.read,
    decideDeviceAuthorization: deviceAuthorizations.decide,
    listWebhooks: webhooks.list,
    createWebhook: webhooks.create,
    readWebhook: webhooks.read,
    editWebhook: webhooks.edit,
    removeWebhook: webhooks.remove,
    rotateWebhookSecret: webhooks.rotateSecret,
    testWebhook: webhooks.test,
    listWebhookDeliveries: webhooks.deliveries,
    replayWebhookDelivery: webhooks.replayOne,
    replayWebhookEvents: webhooks.replay,
    listGrants: grants.list,
    revokeGrant: grants.revoke,
    readRetention: retention.read,
    editRetention: retention.edit,
    readSecurityPolicy: securityPolicies.read,
    editSecurityPolicy: securityPolicies.edit,
    readInstallationSecurityPolicy: securityPolicies.readOfInstallation,
    editInstallationSecurityPolicy: securityPolicies.editOfInstallation,
    listPasswordGrants: securityPolicies.passwordGrants,
    searchAudit: audit.search,
    exportAudit: audit.exporting,
    readReport: reports.report,
    signUpDeveloper: developerSignUps.add,
    confirmDeveloper: developerSignUps.confirm,
    signInDeveloper: developerSession.open,
    readDeveloperSession: developerSession.read,
    signOutDeveloper: developerSession.close,
    listOwnApplications: ownApplications.list,
    registerApplication: ownApplications.register,
    readOwnApplication: ownApplications.read,
    editOwnApplication: ownApplications.edit,
    uploadApplicationDocument: ownApplications.upload,
    submitApplication: ownApplications.submit,
    addOwnApplicationSecret: ownApplications.addSecret,
    removeOwnApplicationSecret: ownApplications.removeSecret,
    listApplicationRefusals: ownApplications.refusals,
    listAgenciesForRequests: agencyRequests.agencies,
    listOwnAgencyRequests: agencyRequests.listOwn,
    askAgency: agencyRequests.ask,
    listApplications: applications.list,
    readApplication: applications.read,
    downloadApplicationDocument: applications.document,
    decideApplication: applications.decide,
    listAgencyRequests: agencyRequests.list,
    answerAgencyRequest: agencyRequests.answer,
    listApprovedApplications: agencyRequests.approved,
    issueClient: clients.issue,
    readPersonalTokenOffer: personalTokens.offer,
    issuePersonalToken: personalTokens.issue,
    listWallBoards: wallBoards.list,
    addWallBoard: wallBoards.add,
    endWallBoard: wallBoards.remove,
    readBoard: wallBoards.read,
    readAgencyMap: agencyMap.read,
    editAgencyMap: agencyMap.edit,
    openCard: cards.open,
    findPlaces: places.find,
    listIncidentLocations: places.ofIncident,
    listAddresses: addresses.list,
    loadAddresses: addresses.load,
    removeAddresses: addresses.remove,
    readMapSettings: map.settings,
    readMapFile: map.file,
  },
  tasks: TASKS,
  sockets: { streamIncidentChanges: live.stream },
  frames: { native: () => live.liveFrame },
  webhooks: {
    native: {
      description: 'Sallyport: events of the log',
      encoder: ({ publicUrl }) => nativeWebhooks(publicUrl),
      bodies: WEBHOOK_EVENTS,
    },
  },
} satisfies Dialect<never>;
