import { Type } from 'typebox';

/** A variable that is read however it is written, as text or number, so that its schema refuses nothing. */
const variable = (description: string, example: unknown) => Type.Unknown({ description, examples: [example] });
/** A group of them, or whatever else a sender writes by its name, which is kept. */
const group = (description: string, properties: object) =>
  Type.Unsafe<unknown>({ description, anyOf: [{ type: 'object', properties }, {}] });

const PLACE = {
  latitude: variable('Degrees north; an address alone will do', 40.7484),
  longitude: variable('Degrees east', -73.9857),
  uncertainty: variable('Metres; -1, 0 or null where it is not known', 25),
};
const CIVIC = group('The address, in parts or as one text', {
  street_1: variable('House number and street', '350 5th Ave'),
  street_2: variable('Apartment, suite', 'Suite 7'),
  city: variable('City', 'New York'),
  state: variable('State', 'NY'),
  zip_code: variable('Postal code', '10118'),
  country: variable('Country', 'US'),
});
const location = (description: string) => group(description, { geodetic: group('The position', PLACE), civic: CIVIC });

/**
 * What is read of a trigger's variables. It describes and refuses nothing: whatever is missing is refused by its name once all
 * of it was read, and whatever else is sent is kept.
 */
export const TriggerVariables = Type.Unsafe<Record<string, unknown>>({
  type: 'object',
  description:
    'In groups, or flat. Required: the name and telephone number of a person, and a place; a callflow may require more. Unknown variables are kept and shown',
  properties: {
    user: group('Who needs help', {
      full_name: variable('Required here or as `user_name`', 'Jordan Rivera'),
      phone_number: variable('Required here or as `user_phone`, however it is written', '+15555550123'),
    }),
    event: group('What happened; `alert_profile` is read the same way', {
      emergency_type: variable('BURGLARY, FIRE, MEDICAL, …, in any spelling; with TEST before it, a test', 'BURGLARY'),
      source_id: variable("The sender's own id, by which a repeat is known", 'panel-7-event-31'),
      description: variable('What a dispatcher reads, 1,000 characters at most', 'Front door, then motion in the hall'),
      incident_time: variable('When it happened: ISO 8601 or milliseconds since 1970', '2026-11-29T10:00:00Z'),
      site_type: variable('RESIDENTIAL, COMMERCIAL, PERSONAL, VEHICLE or TRAIN', 'RESIDENTIAL'),
      site_id: variable("The sender's own id of the place; signals of an active assailant join by it", 'school-12'),
      service_provider_name: variable('Whose service it is, where not the client itself', 'Acme Alarm'),
      central_station_phone: variable('Where the center reaches the sender', '+15555550199'),
      supplemental_only: variable('true: for a call that comes by telephone, and not to be answered', false),
      location: location('Where it happened; required here or as `location`'),
    }),
    event_info: group('Read where `event` has none of it', {
      time: variable('When it happened', '2026-11-29T10:00:00Z'),
      ...PLACE,
    }),
    updated_location: location('Where an alert that was sent before is now'),
    user_name: variable('Flat: the name', 'Jordan Rivera'),
    user_phone: variable('Flat: the telephone number', '+15555550123'),
    location: location('Flat: where it happened, also with `latitude`, `longitude` and `uncertainty` in itself'),
    emergency_type: variable('Flat: as in `event`', 'BURGLARY'),
    source_id: variable('Flat: as in `event`', 'panel-7-event-31'),
    alarm_description: variable('Flat: the description', 'Front door, then motion in the hall'),
  },
  examples: [
    {
      user: { full_name: 'Jordan Rivera', phone_number: '+15555550123' },
      event: {
        emergency_type: 'BURGLARY',
        source_id: 'panel-7-event-31',
        location: { geodetic: { latitude: 40.7484, longitude: -73.9857, uncertainty: 25 } },
      },
    },
  ],
});
