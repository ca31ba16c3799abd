import assert from 'node:assert/strict';
import { test } from 'node:test';
import { typeFactsOf, typeNameOf, typeWords } from '../requests/emergency-type.ts';
import { isMarkedAsTest, readEmergencyType, readSiteType } from './emergency-type.ts';

test('a type is read without case and separators, and a test is a test in any spelling', () => {
  const real = {
    fire: 'FIRE',
    Fire: 'FIRE',
    'active-assailant': 'ACTIVE_ASSAILANT',
    'Mobile Panic': 'MOBILE_PANIC',
    co: 'CO',
  };
  for (const [given, name] of Object.entries(real)) {
    assert.equal(readEmergencyType(given, false), name);
    assert.equal(readEmergencyType(given, true), `TEST_${name}`);
  }
  const spellings = [
    'TEST_FIRE',
    'test_fire',
    'TEST-FIRE',
    'test fire',
    'Test Fire',
    'testFire',
    'TestFire',
    'TESTFIRE',
  ];
  for (const given of [...spellings, 'FIRE_TEST', 'Fire (test)', ' test: fire', 'testing fire', 'TEST.FIRE']) {
    assert.equal(readEmergencyType(given, false), 'TEST_FIRE', given);
  }
});

test('a type without a published name is kept as it was given, and is a test where it states it as a word', () => {
  for (const given of ['Water leak', 'Testicular torsion', 'CONTEST', 'Latest', 'Smoke test failure', '🔥']) {
    assert.equal(readEmergencyType(given, false), given);
  }
  assert.equal(readEmergencyType('Flood test', false), 'TEST_FLOOD');
  assert.equal(readEmergencyType('test', false), 'TEST_OTHER');
  assert.equal(readEmergencyType('Water leak', true), 'TEST_WATER_LEAK');
  assert.equal(readEmergencyType(null, true), 'TEST_OTHER');
  assert.equal(readEmergencyType(null, false), null);
  assert.deepEqual(['residential', 'Commercial', 'Farm', null].map(readSiteType), [
    'RESIDENTIAL',
    'COMMERCIAL',
    'Farm',
    null,
  ]);
});

test('a flag marks a test wherever it stands and however it states yes; what refuses, or something else, does not', () => {
  for (const stated of [
    { test: true },
    { variables: { is_test: 'true' } },
    { variables: { event: { test_mode: 1 } } },
    { variables: { event: { isTest: 'YES' } } },
    { variables: { alert_profile: { 'test-mode': 'on' } } },
    { variables: { event: { test_mode: { test_enabled: true, internal: false } } } },
    { variables: { mode: 'Test' } },
  ]) {
    assert.ok(isMarkedAsTest(stated), JSON.stringify(stated));
  }
  for (const stated of [
    {},
    { test: false, is_test: 'false', test_mode: 0, isTest: 'no', mode: 'live' },
    { test: null, testing: '' },
    { event: { test_mode: { test_enabled: false } } },
    { event: { test: 'smoke detector', description: 'test', latest: true, attestation: true } },
  ]) {
    assert.ok(!isMarkedAsTest(stated), JSON.stringify(stated));
  }
});

test('a wire name is read as facts and given back as it was, in words where it is a name', () => {
  for (const [name, words] of [
    ['TEST_CO', 'CO (test)'],
    ['TEST_ACTIVE_ASSAILANT', 'Active assailant (test)'],
    ['MOBILE_PANIC', 'Mobile panic'],
    ['Water leak', 'Water leak'],
    ['TEST_ÉTÉ', 'TEST_ÉTÉ'],
  ] as const) {
    assert.equal(typeNameOf(typeFactsOf(name)), name);
    assert.equal(typeWords(name), words);
  }
});
