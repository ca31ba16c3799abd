import assert from 'node:assert/strict';
import { it } from 'node:test';
import { graticule } from './graticule.ts';
import { type MercatorView, metersPerPixel, project, unproject, zoomForRadius } from './mercator-view.ts';
import { scaleLength, scaleText } from './scale-length.ts';

const view: MercatorView = { center: [-77.0365, 38.8977], zoom: 16, width: 640, height: 400 };

it('puts the centre in the middle and undoes itself', () => {
  assert.deepEqual(project(view, view.center), [320, 200]);
  const [longitude, latitude] = unproject(view, project(view, [-77.03, 38.9]));
  assert.ok(Math.abs(longitude + 77.03) < 1e-9 && Math.abs(latitude - 38.9) < 1e-9);
});

it('measures the ground: a degree of latitude is about 111 km', () => {
  const [, y] = project(view, [view.center[0], view.center[1] + 0.001]);
  const meters = (200 - y) * metersPerPixel(view.zoom, view.center[1]);
  assert.ok(Math.abs(meters - 111.3) < 0.5, String(meters));
});

it('shows a circle at about a third of the panel, and never closer than a street', () => {
  const zoom = zoomForRadius(100, 38.9, 400);
  const diameter = 200 / metersPerPixel(zoom, 38.9);
  assert.ok(Math.abs(diameter - 144) < 1);
  assert.equal(zoomForRadius(0, 38.9, 400), 17.5);
  assert.equal(zoomForRadius(null, 38.9, 400), 15);
});

it('draws grid lines at round degrees at least a hundred pixels apart, at every zoom', () => {
  for (let zoom = 3; zoom <= 19; zoom += 0.5) {
    const { meridians } = graticule({ ...view, zoom });
    assert.ok(meridians.length >= 1, `zoom ${zoom}`);
    for (const [index, line] of meridians.slice(1).entries()) {
      assert.ok(line.at - (meridians[index]?.at ?? 0) >= 100, `zoom ${zoom}`);
    }
  }
  assert.match(graticule(view).meridians[0]?.label ?? '', /^77\.0\d\d?° W$/);
});

it('scales by round lengths', () => {
  assert.deepEqual(scaleLength(1, 120), { meters: 100, pixels: 100 });
  assert.equal(scaleLength(0.5, 120).meters, 50);
  assert.equal(scaleText(2000), '2 km');
});
