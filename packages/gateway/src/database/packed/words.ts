const list = (text: string): readonly string[] => text.trim().split(/\s+/);

/**
 * Names of members, each stored as its place in this list: append only, at most 240. A name that is not here is stored in
 * its letters.
 */
export const NAMES: readonly string[] = list(`
  id incident location state alert kind status disposition originClientId sourceId callerName callerPhoneNumber
  callerPhoneGiven emergencyType siteType isTest isActiveAssailant description suppliedBy facts incidentAt createdAt
  updatedAt listedAt signalledAt endedAt mergedInto mergedBy claim closing acceptBy agencyId
  latitude longitude uncertaintyRadius confidence height verticalUncertainty floor elevation civic geocoded source
  locatedAt saidAt receivedAt further name street1 street2 city country zipCode match address
  agencyName senderName senderPhone isSupplementalOnly dispatchRequestedAt firstViewedAt declineReason cancelReason
  statusChangedAt statusChangedBy followers locations siteId saidIncidentAt tellsSender signals at text
  by side entityId entityName sender senderId claimedSender claimedSenderId from message classOfService callerPhone
  to into merged colleague userId apartFrom takenFrom takeOverReason releasedAs seat outcome
  note author authorId mentions media url file mediaType contentType sizeBytes sha256 words word speaker startedAt
  languageCode callStartedAt response unit transfer reason expiresAt isByReceiver receivers
  cad partnerIncidentId matchedBy stated replaced signal cadIncidentIds
  caller alarm call vehicle request emergency_type class_of_service position full_name phone_number
  grant_type scope grant_id user_id client_id`);

/** Texts, each stored as its place in this list: append only, at most 320, the first 64 in one byte. */
export const WORDS: readonly string[] = [
  ...list(`
  alert call cad NEW DISPATCH_REQUESTED ACCEPTED ACTIVE ENDED psap central_station system status chat milestone
  further_signal disposition location messages BURGLARY MEDICAL FIRE HOLDUP CO PANIC RESIDENTIAL COMMERCIAL
  client_credentials authorization_code refresh_token alerts alerts:trigger deeplinks cad_incidents incident_events
  incidents:write webhooks read_agency read_alert read_response read_device read_mapdata write_mapdata
  openid profile email people:provision IGNORED DECLINED TIMEOUT CANCELED TRANSFERRED MERGED WAITING
  DISPATCHED ENROUTE PREEMPTED ON_SCENE CLEARED_NO_REPORT CLEARED_WITH_REPORT CLOSED Sallyport sallyport US Caller
  CallTaker given_back closed seat_silent merged photo video recording file caller_phone_number sip_call_id position
  urn:ietf:params:oauth:grant-type:device_code`),
  'its own',
  'Geocoded from the address',
];
