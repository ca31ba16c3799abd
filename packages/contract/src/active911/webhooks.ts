import { type Static, Type } from 'typebox';

/**
 * What Active911 posts to an agency's "Other" integration for each new alert, as receivers have captured it (the vendor
 * publishes nothing of it). There `id` is text in the alert and a whole number in the agency, and coordinates are numbers.
 */
export const Active911Webhook = Type.Object({
  agency: Type.Object({
    name: Type.String(),
    id: Type.Integer(),
    timezone: Type.String({ description: 'the IANA zone in which `received` is' }),
  }),
  alert: Type.Object({
    id: Type.String({ description: 'the number that `/interface/open_api/api/alerts/{id}` knows' }),
    city: Type.String(),
    coordinate_source: Type.String({ description: 'who stated where it is; empty where nobody has' }),
    cross_street: Type.String(),
    custom_identifiers: Type.String(),
    description: Type.String(),
    details: Type.String({ description: 'several lines' }),
    dispatch_coords: Type.String({ description: 'latitude,longitude; empty where they are not known' }),
    lat: Type.Number({ description: '0 where it is not known' }),
    lon: Type.Number({ description: '0 where it is not known' }),
    map_address: Type.String({ description: 'in one line' }),
    map_code: Type.String(),
    pagegroups: Type.Array(Type.String()),
    place: Type.String(),
    priority: Type.String(),
    received: Type.String({ description: 'YYYY-MM-DD HH:MM:SS by the clocks of `timezone`' }),
    received_offset: Type.String({ description: 'how far `received` is from UTC', examples: ['-06:00'] }),
    source: Type.String(),
    stamp: Type.Integer({ description: 'seconds' }),
    state: Type.String(),
    unit: Type.String(),
    units: Type.String(),
  }),
});
export type Active911Webhook = Static<typeof Active911Webhook>;
