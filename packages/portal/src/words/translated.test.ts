import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { after, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { languageOfBrowser } from './language.ts';
import { SPANISH } from './spanish/spanish.ts';
import { refusalSentence, serverText, translateBy, translated } from './translated.ts';

after(() => translateBy(null));
const placesIn = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort();

it('a text is English until another language is chosen, with its values in their places', () => {
  translateBy(null);
  assert.equal(translated('{name} has it', { name: 'Riley' }), 'Riley has it');
  translateBy(SPANISH);
  assert.equal(translated('{name} has it', { name: 'Riley {name}' }), 'Lo tiene Riley {name}');
  assert.equal(translated('Incidents'), 'Incidentes');
});

it('every translation has the places of its text', () => {
  for (const [english, spanish] of Object.entries(SPANISH.texts)) {
    assert.notEqual(spanish.trim(), '', english);
    assert.deepEqual(placesIn(spanish), placesIn(english), english);
  }
});

it('no translation is of a text that the portal does not have', () => {
  const sources = globSync('../**/*.{ts,tsx}', { cwd: fileURLToPath(new URL('.', import.meta.url)) })
    .filter((file) => !file.includes('spanish/') && !file.includes('.test.'))
    .map((file) => readFileSync(new URL(file, import.meta.url), 'utf8').replaceAll("\\'", "'"))
    .join('\n');
  const own = ['server-texts', 'rights', 'findings']
    .map((file) => readFileSync(new URL(`./spanish/${file}.ts`, import.meta.url), 'utf8'))
    .join('\n')
    .replaceAll("\\'", "'");
  const unused = Object.keys(SPANISH.texts).filter((text) => !sources.includes(text) && !own.includes(text));
  assert.deepEqual(unused, []);
});

it('what the server sent is read in the language where it is known, and left as it came where it is not', () => {
  translateBy(SPANISH);
  assert.equal(serverText('Burglary'), 'Robo');
  assert.equal(serverText('Burglary (test)'), 'Robo (prueba)');
  assert.equal(serverText('Declined: Already reported'), 'Rechazada: Ya notificado');
  assert.equal(serverText('Declined: our own words: here'), 'Rechazada: our own words: here');
  assert.equal(serverText('Gate code: 4711'), 'Gate code: 4711');
  assert.equal(
    serverText('Transferred to Harbor City Dispatch until 2026-11-30T21:00:00Z: their street'),
    'Transferido a Harbor City Dispatch hasta 2026-11-30T21:00:00Z: their street',
  );
  assert.equal(serverText('Transfer to Harbor City Dispatch ended'), 'La transferencia a Harbor City Dispatch terminó');
  assert.equal(serverText('39.1, -77.2, within 25 m (device)'), '39.1, -77.2, en un radio de 25 m (device)');
  assert.equal(serverText('CAD incident 26-0441 linked'), 'Incidente del CAD 26-0441 enlazado');
  assert.equal(serverText('constructor'), 'constructor');
  translateBy(null);
  assert.equal(serverText('Burglary (test)'), 'Burglary (test)');
});

it('a refusal is the sentence of its code, and in English the server’s own', () => {
  translateBy(SPANISH);
  assert.equal(refusalSentence('conflict', 'Somebody was faster'), 'Ya no es posible: entretanto cambió.');
  assert.equal(refusalSentence('of_another_server', 'Not known here'), 'Not known here.');
  translateBy(null);
  assert.equal(refusalSentence('conflict', 'Somebody was faster'), 'Somebody was faster.');
});

it('the browser’s first language that the portal has is taken, English where it has none', () => {
  assert.equal(languageOfBrowser(['fr-CA', 'es-MX', 'en-US']), 'es');
  assert.equal(languageOfBrowser(['en-GB', 'es']), 'en');
  assert.equal(languageOfBrowser(['de', 'fr']), 'en');
  assert.equal(languageOfBrowser([]), 'en');
});
