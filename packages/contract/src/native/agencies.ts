import { type Static, Type } from 'typebox';
import { described } from '../described.ts';
import { Nullable } from '../nullable.ts';
import { VisibleText } from '../visible-text.ts';
import { ChosenLanguage } from './account.ts';

/** The tenant: a 9-1-1 center, PSAP, ECC, dispatch center or responder agency. */
export const Agency = Type.Object({
  id: Type.String({
    pattern: '^[a-z0-9][a-z0-9-]{1,62}$',
    description: 'The agency: small letters, digits and hyphens',
    examples: ['sandbox-county'],
  }),
  name: VisibleText(200, { description: 'What the agency is called', examples: ['Sandbox County 9-1-1'] }),
});
export type Agency = Static<typeof Agency>;

const TimeZone = Type.String({
  minLength: 1,
  maxLength: 64,
  description: 'IANA name; times are shown in it',
  examples: ['America/New_York'],
});

/** An agency with the time zone in which its people see every time. */
export const PlacedAgency = Type.Object({
  ...Agency.properties,
  time_zone: described(TimeZone, 'IANA time zone in which times are shown', 'America/New_York'),
  language: described(
    ChosenLanguage,
    'In which its people are written to, and read the portal, who have chosen none; null where it chose none',
    'es',
  ),
});
export type PlacedAgency = Static<typeof PlacedAgency>;

/** As operators see it: an agency that is disabled lets nobody of it in, and takes no alert. */
export const OperatedAgency = Type.Object({
  ...PlacedAgency.properties,
  is_disabled: Type.Boolean({ description: 'True: nobody of it is let in, and no alert is taken for it' }),
});
export type OperatedAgency = Static<typeof OperatedAgency>;

/** Body of `POST /api/agencies` (operators only). Without a time zone it is UTC. */
export const AddAgencyRequest = Type.Object(
  {
    ...Agency.properties,
    time_zone: Type.Optional(
      Nullable(
        described(
          TimeZone,
          'IANA time zone in which its people see times; UTC where it is missing',
          'America/New_York',
        ),
      ),
    ),
  },
  { additionalProperties: false },
);
export type AddAgencyRequest = Static<typeof AddAgencyRequest>;

/** Body of `PATCH /api/agencies/{id}` (operators only): what is missing stays. */
export const EditAgencyRequest = Type.Object(
  {
    time_zone: Type.Optional(described(TimeZone, 'IANA time zone in which times are shown', 'America/New_York')),
    language: Type.Optional(
      described(
        ChosenLanguage,
        'In which its people are written to, and read the portal, who have chosen none; null leaves mails to English and the portal to the browser',
        'es',
      ),
    ),
    is_disabled: Type.Optional(
      Type.Boolean({
        description: 'True ends the access of its people and clients, and takes no alert for it',
        examples: [false],
      }),
    ),
  },
  { additionalProperties: false, minProperties: 1 },
);
export type EditAgencyRequest = Static<typeof EditAgencyRequest>;

/** Agencies by id and name. */
export const AgencyList = Type.Object({ agencies: Type.Array(Agency, { description: 'Agencies, by id and name' }) });
export type AgencyList = Static<typeof AgencyList>;

/** Answer of `GET /api/agencies` (operators only). */
export const OperatedAgencyList = Type.Object({
  agencies: Type.Array(
    Type.Object({
      ...OperatedAgency.properties,
      has_boundary: Type.Boolean({ description: 'True where it has a boundary, by which alerts can be routed' }),
    }),
    { description: 'Every agency' },
  ),
});
export type OperatedAgencyList = Static<typeof OperatedAgencyList>;
