import { type Static, Type } from 'typebox';

/**
 * What Active911 posts to an agency's "Other" integration for each new alert, as receivers have captured it (the vendor
 * publishes nothing of it). There `id` is text in the alert and a whole number in the agency, and coordinates are numbers.
 */
export const Active911Webhook = Type.Object({
  agency: Type.Object(
    {
      name: Type.String({ description: 'What the agency is called', examples: ['Sandbox County 9-1-1'] }),
      id: Type.Integer({ description: "The agency's number", examples: [7] }),
      timezone: Type.String({ description: 'The IANA zone in which `received` is', examples: ['America/New_York'] }),
    },
    { description: 'The agency that it is for' },
  ),
  alert: Type.Object(
    {
      id: Type.String({ description: 'The number that `/interface/open_api/api/alerts/{id}` knows', examples: ['41'] }),
      city: Type.String({ description: 'City; empty where it is not known', examples: ['Exampleton'] }),
      coordinate_source: Type.String({
        description: 'Who stated where it is; empty where nobody has',
        examples: ['Sandbox Alarm'],
      }),
      cross_street: Type.String({
        description: 'The nearest cross street; empty where it is not known',
        examples: ['Second Street'],
      }),
      custom_identifiers: Type.String({
        description: "Identifiers of the agency's own; empty where there are none",
        examples: [''],
      }),
      description: Type.String({ description: 'What it is about', examples: ['STRUCTURE FIRE'] }),
      details: Type.String({
        description: 'What else is known of it, in several lines',
        examples: ['Smoke from the roof'],
      }),
      dispatch_coords: Type.String({
        description: 'latitude,longitude; empty where they are not known',
        examples: ['44.05817,-121.31531'],
      }),
      lat: Type.Number({ description: 'Degrees of WGS 84; 0 where it is not known', examples: [44.05817] }),
      lon: Type.Number({ description: 'Degrees of WGS 84; 0 where it is not known', examples: [-121.31531] }),
      map_address: Type.String({
        description: 'The address in one line',
        examples: ['100 Example Street, Exampleton, OR'],
      }),
      map_code: Type.String({ description: "The agency's map code; empty where it is not known", examples: [''] }),
      pagegroups: Type.Array(Type.String(), { description: 'Groups that were paged', examples: [['Day crew']] }),
      place: Type.String({ description: 'Name of the place; empty where it is not known', examples: ['Example Hall'] }),
      priority: Type.String({ description: 'How urgent it is; empty where it was not stated', examples: ['1'] }),
      received: Type.String({
        description: 'YYYY-MM-DD HH:MM:SS by the clocks of `timezone`',
        examples: ['2026-11-21 05:30:00'],
      }),
      received_offset: Type.String({ description: 'How far `received` is from UTC', examples: ['-05:00'] }),
      source: Type.String({ description: 'Who sent it', examples: ['Sandbox Alarm'] }),
      stamp: Type.Integer({ description: 'When it was received, in seconds since 1970', examples: [1795689000] }),
      state: Type.String({ description: 'State; empty where it is not known', examples: ['OR'] }),
      unit: Type.String({ description: 'Apartment or suite; empty where it is not known', examples: ['4B'] }),
      units: Type.String({ description: 'Names of units with spaces between them', examples: ['E4 L1'] }),
    },
    { description: 'The alert' },
  ),
});
export type Active911Webhook = Static<typeof Active911Webhook>;
