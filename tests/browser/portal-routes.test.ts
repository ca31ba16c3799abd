import assert from 'node:assert/strict';
import { test } from 'node:test';
import { portalRoutes, routesIn } from './portal-routes.ts';
import { STOPS } from './portal-stops.ts';

const stops = STOPS.flatMap((group) => group.stops);

test('every route of the portal is walked by the accessibility tests and on the contact sheet', () => {
  const routes = portalRoutes();
  assert.ok(routes.length >= 42, routes.join('\n'));
  const walked = new Set(stops.map(({ route }) => route));
  assert.deepEqual(
    routes.filter((route) => !walked.has(route)),
    [],
    'routes that no stop of portal-stops.ts goes to',
  );
  assert.deepEqual(
    [...walked].filter((route) => !routes.includes(route)),
    [],
    'stops whose route is gone',
  );
});

test('stops have names of their own, by which screenshots are filed', () => {
  const names = stops.map(({ what }) => what.toLowerCase());
  assert.deepEqual(
    names.filter((name, index) => names.indexOf(name) !== index),
    [],
  );
});

test('a planted route is found, nested or guarded, and what only sends on is none', () => {
  const source = `
    <Routes>
      <Route element={<Gate />}>
        <Route path="/portal" element={<Shell />}>
          <Route index element={<Queue title={'>'} />} />
          <Route path="planted/:id" element={<Planted />} />
          <Route path="deep/*" element={<Deep />} />
        </Route>
        <Route path="/planted" element={<Planted />} />
      </Route>
      {may('x') && <Route path="guarded" element={<Guarded />} />}
      <Route path="/old" element={<Navigate to="/portal" replace />} />
      <Route
        path="*"
        element={
          <Notice title="None" />
        }
      />
    </Routes>`;
  assert.deepEqual(routesIn(source, '/under'), ['/portal', '/portal/planted/:id', '/planted', '/under/guarded']);
});
