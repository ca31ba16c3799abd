import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ALERT_CHANGES } from '../../agencies/callflows/alert-changes.ts';
import { newAlertState } from '../incident/alert-state.ts';
import type { Incident, Location } from '../incident/types.ts';
import { compactBody, type StoredBody, wholeBody } from './compact-body.ts';

const PLACE = { agencyId: 'county', incidentId: 'i', at: 1_000 };
const text = fc.option(fc.string(), { nil: null });
const instant = fc.constantFrom(999, 1_000, 1_001);
const maybeInstant = fc.option(instant, { nil: null });

const civic = fc.record({
  ...{ name: text, street1: text, street2: text },
  ...{ city: text, state: text, country: text, zipCode: text },
});
const location: fc.Arbitrary<Location> = fc.record(
  {
    latitude: fc.option(fc.double({ noNaN: true, min: -90, max: 90 }), { nil: null }),
    longitude: fc.option(fc.double({ noNaN: true, min: -180, max: 180 }), { nil: null }),
    uncertaintyRadius: fc.option(fc.nat(), { nil: null }),
    civic: fc.option(civic, { nil: null }),
    source: fc.string(),
    locatedAt: instant,
    confidence: fc.option(fc.nat(100), { nil: null }),
    receivedAt: instant,
    further: fc.dictionary(fc.string(), fc.jsonValue()),
  },
  { requiredKeys: ['latitude', 'longitude', 'uncertaintyRadius', 'civic', 'source', 'locatedAt'] },
);
const alert = fc
  .record({
    agencyName: fc.string(),
    senderName: fc.string(),
    siteId: text,
    isSupplementalOnly: fc.boolean(),
    dispatchRequestedAt: maybeInstant,
    followers: fc.array(fc.string()),
    tellsSender: fc.constantFrom(ALERT_CHANGES, ALERT_CHANGES.slice(1), []),
    locations: fc.array(fc.record({ location, at: instant }), { maxLength: 2 }),
  })
  .map(newAlertState);
const colleague = { userId: fc.string(), name: fc.string(), at: instant };
const incident: fc.Arbitrary<Incident> = fc.record({
  ...{ id: fc.constantFrom('i', 'j'), agencyId: fc.constantFrom('county', 'city') },
  ...{ kind: fc.constantFrom('alert', 'call'), status: fc.constantFrom('NEW', 'ACTIVE') },
  ...{ disposition: fc.constantFrom(null, 'ENROUTE'), originClientId: text, sourceId: text, callerName: text },
  ...{ callerPhoneNumber: text, callerPhoneGiven: text, emergencyType: text, siteType: text },
  ...{ isTest: fc.boolean(), isActiveAssailant: fc.boolean(), description: text, suppliedBy: fc.string() },
  ...{ location: fc.option(location, { nil: null }), alert: fc.option(alert, { nil: null }) },
  facts: fc.dictionary(fc.string(), fc.dictionary(fc.string(), fc.jsonValue())),
  ...{ incidentAt: instant, createdAt: instant, updatedAt: instant, listedAt: instant },
  ...{ signalledAt: maybeInstant, endedAt: maybeInstant, mergedInto: text, acceptBy: maybeInstant },
  claim: fc.option(fc.record({ ...colleague, seat: fc.string() }), { nil: null }),
  closing: fc.option(fc.record({ ...colleague, outcome: text }), { nil: null }),
  mergedBy: fc.option(
    fc.record({ ...colleague, status: fc.constant('ACTIVE'), cadIncidentIds: fc.array(fc.string(), { maxLength: 2 }) }),
    { nil: null },
  ),
}) as fc.Arbitrary<Incident>;

const throughRow = (body: StoredBody) => wholeBody(JSON.parse(JSON.stringify(compactBody(body, PLACE))), PLACE);
const asJson = (body: unknown) => JSON.parse(JSON.stringify(body));

test('no fact is lost: whatever incident and location a body has, it is read as it was', () => {
  fc.assert(
    fc.property(incident, location, (one, other) => {
      const body = asJson({ id: 'e', incident: one, location: other });
      assert.deepEqual(asJson(throughRow(body)), body);
    }),
  );
});

test('an alert that came in with one place states it once', () => {
  const place: Location = {
    ...{ latitude: 40.5, longitude: -74.25, uncertaintyRadius: 25, civic: null },
    ...{ source: 'Alarm Company', locatedAt: 1_000 },
  };
  const raised = {
    ...{ id: 'i', agencyId: 'county', location: place, createdAt: 1_000 },
    alert: newAlertState({ locations: [{ location: place, at: 1_000 }] }),
  } as Incident;
  const stored = JSON.stringify(compactBody({ incident: raised }, PLACE));
  assert.equal(stored.match(/40\.5/g)?.length, 1, stored);
  assert.deepEqual(throughRow({ incident: raised }).incident?.alert?.locations, [{ location: place, at: 1_000 }]);
});
