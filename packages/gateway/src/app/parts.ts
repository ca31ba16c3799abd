import type { AccessParts } from '../authorization/parts.ts';
import type { LiveAudio } from '../delivery/audio/live-audio.ts';
import type { MailSender } from '../delivery/mail/smtp-mail.ts';
import type { ChannelHub } from '../delivery/streams/channels/channel-hub.ts';
import type { StreamHub } from '../delivery/streams/stream-hub.ts';
import type { WebhookTools } from '../delivery/webhooks/create-webhook-tools.ts';
import type { Basemap } from '../dialects/native/incidents/map.ts';
import type { Geocoder } from '../incidents/locations/geocoder.ts';
import type { LookupRecorder } from '../incidents/search/record-lookup.ts';
import type { Loops } from '../kernel/loops.ts';
import type { Readiness } from '../kernel/readiness.ts';
import type { Slots } from '../kernel/slots.ts';
import type { UnhandledFaults } from '../kernel/unhandled-faults.ts';

/** Every part of a gateway, made once, in `compose.ts`. What uses one names it; nothing outside `app` takes them all. */
export interface GatewayParts extends AccessParts, WebhookTools {
  readonly loops: Loops;
  readonly geocoder: Geocoder;
  /** How long a center has to accept an alert, where the agency does not say, in seconds. */
  readonly alertAcceptSeconds: number;
  /** Null where no LiveKit server is configured. */
  readonly audio: LiveAudio | null;
  /** Answers of megabytes that are made at once, by agency and in all. */
  readonly largeReads: Slots;
  readonly lookups: LookupRecorder;
  readonly readiness: Readiness;
  readonly unhandled: UnhandledFaults;
  readonly streams: StreamHub;
  readonly channels: ChannelHub;
  readonly sendMail: MailSender;
  readonly map: Basemap;
}
