import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkDatabaseUrl } from './check-database-url.ts';

const found = (place: string) => {
  const { status, found: text, action } = checkDatabaseUrl(`postgres://sallyport:of-the-database@${place}`);
  assert.ok(!`${text}${action ?? ''}`.includes('of-the-database'));
  return `${status}: ${text}`;
};

test('a connection to PostgreSQL that is not verified is warned of, and one on this machine needs nothing', () => {
  for (const place of [
    'localhost/sallyport',
    '127.0.0.1:5432/sallyport',
    '[::1]/sallyport',
    'any/sallyport?host=/run/postgresql',
    '%2Frun%2Fpostgresql/sallyport',
    'db.test/sallyport?sslmode=verify-full',
  ]) {
    assert.match(found(place), /^ok: /, place);
  }
  for (const place of [
    'db.test/s',
    'db.test/s?sslmode=disable',
    '127.0.0.1.test/s?sslmode=no-verify',
    'any/s?host=db.test',
  ]) {
    assert.match(found(place), /^warning: .*is not encrypted, or to any server/, place);
  }
  for (const mode of ['prefer', 'require', 'verify-ca']) {
    assert.match(found(`db.test/s?sslmode=${mode}`), /^warning: .*is checked as verify-full, with a SECURITY WARNING/);
    assert.match(found(`db.test/s?sslmode=${mode}&uselibpqcompat=true`), /^warning: .*trusts any server on the way/);
  }
  assert.match(found('db1.test:5432,db2.test:5432/s'), /^warning: It cannot be told/);
  assert.match(found('db.test/s?sslmode=verified'), /^warning: .*is not one that the driver knows/);
});
