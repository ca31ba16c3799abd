import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { Facts, Incident, Location } from '../../../../incidents/incident/types.ts';
import { drawCards, toMilliseconds } from '../../../cards/draw-cards.ts';
import { DISPLAY_SCHEMA } from './display-schema.ts';

function incident(facts: Facts, location: Location | null = null): Incident {
  return {
    id: '0190c2d8-1111-7222-8333-444455556666',
    agencyId: 'sandbox-county',
    kind: 'alert',
    status: 'NEW',
    disposition: null,
    originClientId: 'sandbox-alarm',
    sourceId: null,
    callerName: 'Jordan Rivera',
    callerPhoneNumber: '+15555550123',
    callerPhoneGiven: '5555550123',
    emergencyType: null,
    siteType: null,
    isTest: false,
    isActiveAssailant: false,
    description: null,
    suppliedBy: 'Sandbox Alarm Company',
    location,
    facts,
    incidentAt: 1,
    createdAt: 2,
    updatedAt: 2,
    listedAt: 0,
    signalledAt: null,
    claim: null,
    closing: null,
    endedAt: null,
    mergedInto: null,
    mergedBy: null,
    acceptBy: null,
    alert: null,
  };
}

const buildCards = (of: Incident) => drawCards(of, DISPLAY_SCHEMA);

function fieldOf(facts: Facts, group: string, key: string) {
  const card = buildCards(incident(facts)).find(({ id }) => id === group);
  return card?.fields.find((field) => field.key === key);
}

describe('the cards of an incident', () => {
  test('stand in the order of the schema, and their fields too, however they were sent', () => {
    const cards = buildCards(
      incident({
        vehicle: { color: 'red', make: 'Make', model: 'Model' },
        caller: { phone_number: '5555550123', full_name: 'Jordan Rivera' },
        alarm: { description: 'Door', emergency_type: 'BURGLARY' },
      }),
    );
    assert.deepEqual(
      cards.map(({ title }) => title),
      ['Caller', 'Alert', 'Vehicle'],
    );
    assert.deepEqual(
      cards.map(({ fields }) => fields.map(({ label }) => label)),
      [
        ['Name', 'Phone'],
        ['Emergency', 'Description'],
        ['Make', 'Model', 'Color'],
      ],
    );
  });

  test('keep fields and groups that no schema names, after the others, labelled by their own names', () => {
    const cards = buildCards(
      incident({ pool_sensor: { water_level: 3, pump: { is_on: false } }, caller: { shoe_size: 42, full_name: 'J' } }),
    );
    assert.deepEqual(
      cards.map(({ id, title }) => [id, title]),
      [
        ['caller', 'Caller'],
        ['pool_sensor', 'Pool sensor'],
      ],
    );
    assert.deepEqual(
      cards[0]?.fields.map(({ label, value }) => [label, value]),
      [
        ['Name', 'J'],
        ['Shoe size', '42'],
      ],
    );
    assert.deepEqual(
      cards[1]?.fields.map(({ label, value }) => [label, value]),
      [
        ['Water level', '3'],
        ['Pump is on', 'false'],
      ],
    );
  });

  test('leave out what is empty, and groups of which nothing is left', () => {
    const cards = buildCards(incident({ caller: { full_name: '', email: null, language: undefined }, empty: {} }));
    assert.deepEqual(cards, []);
  });

  test("show nothing of the partner's own callbacks and scripts, in whichever group they stand", () => {
    const secret = 'https://partner.example/callback?key=canary';
    const cards = buildCards(
      incident({
        alarm: { webhook_url: secret, ivr_info_script: secret, ivr_info_1: secret, description: 'Door' },
        caller: {
          webhook_url: secret,
          full_name: 'J',
          nested: { webhook_url: secret, ivr_info_x: secret, kept: 'yes' },
        },
        other: { ivr_info_text: secret, list: [1] },
      }),
    );
    assert.ok(!JSON.stringify(cards).includes('canary'), JSON.stringify(cards));
    assert.ok(JSON.stringify(cards).includes('yes'));
  });

  for (const [given, expected] of [
    [1_763_726_400, '2025-11-21T12:00:00.000Z'],
    ['1763726400', '2025-11-21T12:00:00.000Z'],
    [1_763_726_400_000, '2025-11-21T12:00:00.000Z'],
    ['1763726400000', '2025-11-21T12:00:00.000Z'],
    ['2025-11-21T12:00:00Z', '2025-11-21T12:00:00.000Z'],
    [0, '1970-01-01T00:00:00.000Z'],
  ] as const) {
    test(`the time ${JSON.stringify(given)} reads ${expected}`, () => {
      assert.deepEqual(
        [fieldOf({ alarm: { incident_time: given } }, 'alarm', 'incident_time')].map((field) => [
          field?.format,
          field?.value,
        ]),
        [['timestamp', expected]],
      );
    });
  }

  for (const given of ['soon', '1e400', 8.64e15 * 10, -8.64e15 * 10]) {
    test(`the time ${JSON.stringify(given)} is shown as it was sent`, () => {
      const field = fieldOf({ alarm: { incident_time: given } }, 'alarm', 'incident_time');
      assert.deepEqual([field?.format, field?.value], ['text', String(given)]);
    });
  }

  for (const link of [
    'javascript:alert(1)',
    'data:text/html,x',
    ' https://x',
    'ftp://x',
    '//x.example',
    'vbscript:x',
  ]) {
    test(`${JSON.stringify(link)} is text, and no link or picture that a browser would follow`, () => {
      assert.equal(fieldOf({ alarm: { video_feed: link } }, 'alarm', 'video_feed')?.format, 'text');
      assert.equal(fieldOf({ caller: { photo: link } }, 'caller', 'photo')?.format, 'text');
    });
  }

  test('a web address is a link, and a number that can be dialled is a phone', () => {
    assert.equal(fieldOf({ alarm: { video_feed: 'https://v.example/1' } }, 'alarm', 'video_feed')?.format, 'link');
    const phone = fieldOf({ caller: { phone_number: '(555) 555-0123' } }, 'caller', 'phone_number');
    assert.deepEqual([phone?.format, phone?.value], ['phone', '+15555550123']);
    const unreadable = fieldOf({ caller: { phone_number: 'ext. 12' } }, 'caller', 'phone_number');
    assert.deepEqual([unreadable?.format, unreadable?.value], ['text', 'ext. 12']);
  });

  test('the position has its uncertainty, its address on one line and its age', () => {
    const civic = {
      name: null,
      street1: '350 Fifth Ave',
      street2: null,
      city: 'New York',
      state: 'NY',
      country: 'US',
      zipCode: '10118',
    };
    const location = {
      latitude: 40.7484,
      longitude: -73.9857,
      uncertaintyRadius: 25,
      civic,
      source: 'GPS',
      locatedAt: 1_763_726_400_000,
    };
    const [card] = buildCards(incident({}, location));
    assert.deepEqual(
      card?.fields.map(({ label, value }) => `${label}: ${value}`),
      [
        'Position: 40.7484, -73.9857',
        'Uncertainty: 25',
        'Address: 350 Fifth Ave, New York, NY 10118, US',
        'Source: GPS',
        'As of: 2025-11-21T12:00:00.000Z',
      ],
    );
  });

  test('names of JavaScript itself are names like any other', () => {
    const facts = JSON.parse(
      '{"constructor":{"toString":"a"},"valueOf":{"x":"b"},"vehicle":{"constructor":"c","make":"d"}}',
    ) as Facts;
    const cards = buildCards(incident(facts));
    assert.deepEqual(
      cards.map(({ id }) => id),
      ['vehicle', 'constructor', 'valueOf'],
    );
    assert.deepEqual(
      cards[0]?.fields.map(({ value }) => value),
      ['d', 'c'],
    );
  });

  test('whatever a partner sends, cards are built: every field is text of the schema, in a stable order', () => {
    const seed = Math.floor(Math.random() * 2 ** 31);
    const group = fc.oneof(fc.constantFrom(...Object.keys(DISPLAY_SCHEMA)), fc.string());
    fc.assert(
      fc.property(fc.dictionary(group, fc.dictionary(fc.string(), fc.jsonValue())), (facts) => {
        const cards = buildCards(incident(facts as Facts));
        assert.deepEqual(buildCards(incident(facts as Facts)), cards);
        const orders = cards.map(({ order }) => order);
        assert.deepEqual(
          orders,
          orders.toSorted((left, right) => left - right),
        );
        for (const { fields } of cards) {
          for (const field of fields) {
            assert.equal(typeof field.value, 'string');
            assert.ok(field.order >= 0);
          }
        }
      }),
      { seed },
    );
  });
});

describe('a time that a partner sent', () => {
  test('is a whole number of milliseconds within what a calendar has, or nothing', () => {
    const seed = Math.floor(Math.random() * 2 ** 31);
    const given = fc.oneof(
      fc.double(),
      fc.integer(),
      fc.string(),
      fc.bigInt(),
      fc.constantFrom('1763726400.1234567', '9007199254740991', '1e300', '-1e17'),
    );
    fc.assert(
      fc.property(given, (value) => {
        const milliseconds = toMilliseconds(String(value));
        if (milliseconds === undefined) return;
        assert.ok(Number.isSafeInteger(milliseconds), `${value} gave ${milliseconds}`);
        new Date(milliseconds).toISOString();
      }),
      { seed, numRuns: 1_000 },
    );
  });
});
