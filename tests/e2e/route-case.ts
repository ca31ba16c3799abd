/** What requests name: the ids of one agency's records, or ids that exist nowhere. */
export interface Things {
  readonly agencyId: string;
  readonly userId: string;
  /** An identity provider of the agency, at which nobody answers. */
  readonly identityProviderId: string;
  /** A role of the agency's own, which nobody has. */
  readonly roleId: string;
  /** Someone who runs the installation. */
  readonly operatorId: string;
  readonly incidentId: string;
  /** Two calls that go on. */
  readonly callId: string;
  readonly otherCallId: string;
  /** A photo that was uploaded to the call. */
  readonly mediaId: string;
  /** Of a call to a third agency. */
  readonly transferId: string;
  /** Of sandbox-county to the third agency, and of nothing: no incident is of its type. */
  readonly shareId: string;
  /** A client that sends alerts. */
  readonly callflowClientId: string;
  readonly phone: string;
  readonly clientId: string;
  readonly secretId: string;
  readonly ticket: string;
  readonly deeplinkId: string;
  readonly linkToken: string;
  readonly authorizationId: string;
  readonly grantId: string;
  /** Of the sandbox's responder application. */
  readonly refreshToken: string;
  readonly personalRefreshToken: string;
  /** Whole numbers by which Active911 applications know records, as text. */
  readonly agencyNumber: string;
  readonly deviceNumber: string;
  readonly alertNumber: string;
  readonly locationNumber: string;
  readonly resourceNumber: string;
  /** What the agency's CAD calls its incident. */
  readonly cadPartnerIncidentId: string;
  /** A code that a device shows. */
  readonly userCode: string;
  /** A draft with both documents, a submitted application, and one that is approved, of one developer. */
  readonly draftId: string;
  readonly submittedId: string;
  readonly approvedId: string;
  readonly ownSecretId: string;
  readonly agencyRequestId: string;
  /** Of a developer's sign-up. */
  readonly signUpToken: string;
  /** A webhook subscription of the agency's CAD. */
  readonly subscriptionId: string;
  /** An administrator's webhook subscription, and one of its deliveries. */
  readonly webhookId: string;
  readonly deliveryId: string;
}

export type Body = Readonly<Record<string, unknown>>;
/** A field by its dotted path, and what to put there. */
export type Change = readonly [field: string, value: unknown];

/** How an outsider calls one route, rightly and wrongly. */
export interface RouteCase {
  readonly path: (things: Things) => string;
  readonly body?: (things: Things) => Body;
  /** The right body of a route that takes a document. */
  readonly document?: { readonly type: string; readonly bytes: Uint8Array<ArrayBuffer> };
  readonly success: number;
  /** True where what it answers is measured, and never the same twice: the golden file has its keys alone. */
  readonly isMeasured?: true;
  /** True where every parameter of a form may be left out. */
  readonly takesNoBody?: true;
  readonly missing?: readonly string[];
  readonly wrong?: readonly Change[];
  readonly tooLong?: readonly Change[];
  /** Query strings that are refused. */
  readonly wrongQueries?: readonly string[];
  /** The answer where the ids in the path are nobody's; absent where the path names none. */
  readonly unknown?: number;
  /** Later turns succeed only after, and earlier ones only before, what the others change. */
  readonly turn?: number;
}
