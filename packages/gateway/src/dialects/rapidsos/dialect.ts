import type { Dialect } from '../routing/dialect.ts';
import * as additionalData from './additional-data.ts';
import * as alertStream from './alert-stream.ts';
import * as alerts from './alerts.ts';
import { deeplink } from './deeplink.ts';
import { rapidsosErrors } from './errors.ts';
import * as location from './location.ts';
import * as logMessages from './log-messages.ts';
import { rehearse } from './rehearse.ts';
import { trigger } from './trigger.ts';
import { rapidsosWebhooks } from './webhook-messages.ts';
import * as webhookSubscriptions from './webhook-subscriptions.ts';

/** What RapidSOS's partners use: alerts in, alerts out by stream and webhook, locations, additional data and deeplinks. */
export const rapidsos = {
  name: 'rapidsos',
  description: 'Alerts and deeplinks as RapidSOS integrations speak them',
  unrouted: [{ pathPrefixes: ['/v1', '/v2', '/integrations/', '/location'], errors: rapidsosErrors }],
  routes: {
    createRapidsosDeeplink: deeplink,
    triggerRapidsosAlert: trigger,
    rehearseRapidsosAlert: rehearse,
    readRapidsosLocation: location.read,
    findRapidsosLocation: location.find,
    readRapidsosAdditionalData: additionalData.read,
    searchRapidsosAdditionalData: additionalData.search,
    listRapidsosAlerts: alerts.list,
    readRapidsosAlert: alerts.read,
    changeRapidsosAlert: alerts.change,
    listRapidsosLogMessages: logMessages.list,
    addRapidsosLogMessage: logMessages.add,
    createRapidsosSubscription: webhookSubscriptions.create,
    listRapidsosSubscriptions: webhookSubscriptions.list,
    editRapidsosSubscription: webhookSubscriptions.edit,
    removeRapidsosSubscription: webhookSubscriptions.remove,
    testRapidsosSubscription: webhookSubscriptions.test,
  },
  tasks: [
    {
      name: 'RapidSOS alerts',
      description: 'Send an alert, follow it, answer it',
      operations: [
        'triggerRapidsosAlert',
        'rehearseRapidsosAlert',
        'listRapidsosAlerts',
        'readRapidsosAlert',
        'changeRapidsosAlert',
        'listRapidsosLogMessages',
        'addRapidsosLogMessage',
        'streamRapidsosAlerts',
      ],
    },
    {
      name: 'RapidSOS caller data',
      description: 'Where a caller is, what partners know of them, and a link that shows both',
      operations: [
        'readRapidsosLocation',
        'findRapidsosLocation',
        'readRapidsosAdditionalData',
        'searchRapidsosAdditionalData',
        'createRapidsosDeeplink',
      ],
    },
    {
      name: 'RapidSOS webhooks',
      description: 'Receive the events of alerts at an address of your own',
      operations: [
        'createRapidsosSubscription',
        'listRapidsosSubscriptions',
        'editRapidsosSubscription',
        'removeRapidsosSubscription',
        'testRapidsosSubscription',
      ],
    },
  ],
  sockets: { streamRapidsosAlerts: alertStream.stream },
  frames: alertStream.RAPIDSOS_FRAMES,
  webhooks: {
    rapidsos: {
      description: 'RapidSOS: alert events',
      encoder: () => rapidsosWebhooks,
    },
  },
} satisfies Dialect<never>;
