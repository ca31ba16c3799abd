import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, it } from 'node:test';
import type { Report } from '@sallyport/contract';
import type { Page } from 'playwright-core';
import { eventually } from '../../packages/testing/src/barrier.ts';
import { startReceiver } from '../../packages/testing/src/receiver.ts';
import { expectJson } from '../e2e/http-client.ts';
import { signIn } from '../e2e/sandbox.ts';
import { openStoredRows } from '../e2e/stored-rows.ts';
import { signInAt } from './people.ts';
import { FORMULA_REASON, makeReported } from './reported.ts';
import { settles } from './settles.ts';
import { openStage } from './stage.ts';

const stage = await openStage();
const endpoint = await startReceiver();
after(() => endpoint.stop());
let report: Report;

before(async () => {
  await makeReported(stage.url, endpoint);
  const jar = await signIn(stage.url, 'sandboxAdmin');
  const read = (query = '') => expectJson<Report>(stage.url, 200, { path: `/api/report${query}`, jar });
  // A delivery is stored with its outcome, some time after its endpoint answered.
  await eventually(async () => ((await read()).webhooks[0]?.delivered ?? 0) >= 8);
  // Nobody waits here for a dispatcher: the events are aged, so that there is a time to draw.
  const rows = await openStoredRows(stage.gateway, undefined, { isWriting: true });
  await rows.all("UPDATE events SET at = at - 7000 WHERE type = 'incident.created'");
  await rows.all(`UPDATE events SET at = at + 9000 WHERE seq IN (SELECT min(seq) FROM events
    WHERE type = 'alert.status_changed' AND json_extract(body, '$.incident.status') = 'ACCEPTED')`);
  await rows.close();
  report = await read();
});

type Figures = readonly (readonly [string, ...(number | null)[]])[];

/** What each chart must draw, out of the API's answer. */
function figuresOf({ hours, days, types, sources, acceptance, alerts, tests, declines, clients, webhooks }: Report) {
  const counted = (rows: Report['hours']): Figures =>
    rows.map(({ name, calls, alerts: real, tests: tried }) => [name, calls, real, tried]);
  const outcome = (name: string, of: 'received' | 'accepted' | 'declined' | 'timed_out') =>
    [name, alerts[of], tests[of]] as const;
  return {
    'by-hour': counted(hours),
    'by-day': counted(days),
    'by-type': counted(types.map((row) => ({ ...row, name: row.name === '' ? 'No type stated' : row.name }))),
    'by-source': counted(sources),
    'time-to-accept': acceptance.map((row) => [row.hour, row.median_seconds, row.ninetieth_percentile_seconds]),
    outcomes: [
      outcome('Received', 'received'),
      outcome('Accepted', 'accepted'),
      outcome('Declined', 'declined'),
      outcome('Timed out', 'timed_out'),
    ],
    declines: declines.map((row) => [row.reason === '' ? 'No reason given' : row.reason, row.alerts, row.tests]),
    clients: clients.map((row) => [row.name, row.tokens, row.refusals, row.unproven_refusals]),
    deliveries: webhooks.map((row) => [row.name, row.delivered, row.failed, row.pending]),
    'delivery-delay': webhooks.map((row) => [row.name, row.median_seconds, row.ninetieth_percentile_seconds]),
  } satisfies Record<string, Figures>;
}

const chart = (page: Page, id: string) => page.locator(`figure[data-chart="${id}"]`);
const openReports = async (page: Page, query: string) => {
  await signInAt(page, `${stage.url}/portal/admin/reports?${query}`, 'sandboxAdmin');
  await chart(page, 'by-hour').locator('svg path[data-value]').first().waitFor();
};

/** The lines of comma-separated values (RFC 4180). */
function parseCsv(text: string): string[][] {
  const lines: string[][] = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    lines.at(-1)?.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'));
    if (end === '\r\n') lines.push([]);
  }
  return lines.slice(0, -1);
}

it('every chart draws the figures of the API, lists them in a table and gives them as CSV', async () => {
  const page = await stage.visit();
  await openReports(page, 'period=7-days');
  const expected = figuresOf(report);
  const drawn = await page
    .locator('figure[data-chart]')
    .evaluateAll((all) => all.map(({ dataset }) => dataset['chart']));
  assert.deepEqual(drawn.sort(), Object.keys(expected).sort());
  for (const [id, rows] of Object.entries(expected)) {
    const figure = chart(page, id);
    const greatest = rows.flatMap(([, ...values]) => values.map((value) => value ?? 0));
    assert.ok(Math.max(...greatest) > 0, `${id} has something to draw`);
    await settles(
      () =>
        figure
          .locator('svg[role=img] path[data-value]')
          .evaluateAll((marks) =>
            marks.map((mark) => [Number(mark.getAttribute('data-series')), Number(mark.getAttribute('data-value'))]),
          ),
      rows.flatMap(([, ...values]) =>
        values.flatMap((value, series) => (value === null || value === 0 ? [] : [[series, value]])),
      ),
    );
    await assertToScale(page, id);
    await settles(
      () => figure.locator('tbody tr').evaluateAll((lines) => lines.map((line) => line.querySelectorAll('td').length)),
      rows.map(([, ...values]) => values.length),
    );
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      figure.getByRole('button', { name: 'Download CSV' }).click(),
    ]);
    assert.equal(download.suggestedFilename(), `${id}_${report.since}_${report.until}.csv`);
    const [head, ...lines] = parseCsv(readFileSync(await download.path(), 'utf8'));
    assert.equal(head?.length, rows[0]?.length ?? 0, id);
    const guarded = (name: string) => (name === FORMULA_REASON ? `'${name}` : name);
    assert.deepEqual(
      lines,
      rows.map(([name, ...values]) => [guarded(name), ...values.map((value) => (value === null ? '' : String(value)))]),
    );
  }
});

/** Each mark of a chart is as long as its figure says, by one scale. */
async function assertToScale(page: Page, id: string): Promise<void> {
  const marks = await chart(page, id)
    .locator('svg[role=img] path[data-value]')
    .evaluateAll((all) =>
      all.map((mark) => {
        const { width, height } = (mark as SVGPathElement).getBBox();
        return { value: Number(mark.getAttribute('data-value')), width, height };
      }),
    );
  const isUpright = ['by-hour', 'by-day', 'time-to-accept'].includes(id);
  const perUnit = marks.map(({ value, width, height }) => (isUpright ? height : width) / value);
  const [least, most] = [Math.min(...perUnit), Math.max(...perUnit)];
  assert.ok(least > 0 && most - least < 0.01 * most, `${id}: ${perUnit.join(', ')} px a unit`);
}

it('each chart has a title, both axes with their units, words of its series, and turns into its table', async () => {
  const page = await stage.visit({ size: { width: 360, height: 780 } });
  await openReports(page, 'period=7-days');
  const hours = chart(page, 'by-hour');
  await hours.getByRole('heading', { name: 'Calls and alerts by hour' }).waitFor();
  await hours.getByText('Calls and alerts (number)', { exact: true }).waitFor();
  await hours.locator('svg').getByText(`Hour of the day (${report.time_zone})`).waitFor();
  await settles(() => hours.getByRole('listitem').allTextContents(), ['Calls', 'Alerts', 'Tests']);
  await chart(page, 'time-to-accept').getByText('Time to accept (seconds)', { exact: true }).waitFor();
  await hours.getByRole('button', { name: 'Table' }).click();
  await settles(() => hours.locator('svg[role=img]').count(), 0);
  const row = hours.getByRole('row').nth(1);
  assert.equal(await row.getByRole('rowheader').textContent(), '00');
  await hours.getByRole('button', { name: 'Table', pressed: true }).click();
  await hours.locator('svg[role=img]').waitFor();
});

it('the period stays in the address, and a month ends with its last day', async () => {
  const page = await stage.visit();
  await openReports(page, '');
  const asked = () => page.waitForRequest((request) => request.url().includes('/api/report?'));
  const [request] = await Promise.all([asked(), page.locator('label').filter({ hasText: '30 days' }).click()]);
  const days = new URL(request.url()).searchParams;
  assert.equal((Date.parse(days.get('until') ?? '') - Date.parse(days.get('since') ?? '')) / 86_400_000, 29);
  await page.waitForURL(/period=30-days/);
  await page.reload();
  await page.getByRole('radio', { name: '30 days', checked: true }).waitFor({ state: 'attached' });
  await page
    .locator('label')
    .filter({ hasText: /^Month$/ })
    .first()
    .click();
  const month = page.getByLabel('Month', { exact: true }).and(page.getByRole('combobox'));
  const thisMonth = report.days.at(-1)?.name.slice(0, 7) ?? '';
  const ofAnother = (url: string) => url.includes('/api/report?') && !url.includes(`since=${thisMonth}`);
  const [last] = await Promise.all([
    page.waitForRequest((request) => ofAnother(request.url())),
    month.selectOption({ index: 2 }),
  ]);
  assert.match(last.url(), /since=\d{4}-\d\d-01&until=\d{4}-\d\d-(28|29|30|31)/);
  await page.waitForURL(/month=\d{4}-\d\d/);
  await page.getByText('Nothing came in during these days').waitFor();
});

it('states that it loads, and why it was refused', async () => {
  const page = await stage.visit({ expected: ['503 /api/report'] });
  await signInAt(page, `${stage.url}/portal`, 'sandboxAdmin');
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route('**/api/report?**', async (route) => {
    await held;
    const body = { type: 'about:blank', title: 'Unavailable', status: 503, detail: 'The database is in the way' };
    await route.fulfill({ status: 503, contentType: 'application/problem+json', body: JSON.stringify(body) });
  });
  await page.goto(`${stage.url}/portal/admin/reports`);
  await page.getByText('Loading the figures …').waitFor();
  release();
  await page.getByRole('alert').getByText('The database is in the way').waitFor();
});

it('a month is printed with the agency, its days and every chart above its figures', async () => {
  const page = await stage.visit({ theme: 'dark' });
  await openReports(page, 'period=7-days');
  await page.getByRole('link', { name: 'Monthly report to print' }).click();
  await page.getByRole('heading', { name: /^Monthly report, \w+ \d{4}$/ }).waitFor();
  // On the first of a month it is the one before, in which nothing came in here.
  await page.getByLabel('Month', { exact: true }).selectOption({ index: 0 });
  await page.getByText('Sandbox County 9-1-1', { exact: true }).last().waitFor();
  await page.getByText(/\. Made \w{3} \d/).waitFor();
  await page.emulateMedia({ media: 'print' });
  await page.setViewportSize({ width: 720, height: 1000 });
  await settles(() => page.getByRole('navigation').filter({ visible: true }).count(), 0);
  await settles(() => page.getByRole('button').filter({ visible: true }).count(), 0);
  // One day has no chart by day: that is so of a month on its first.
  const isFirst = report.days.at(-1)?.name.endsWith('-01') === true;
  const count = Object.keys(figuresOf(report)).length - (isFirst ? 1 : 0);
  await settles(() => page.locator('svg[role=img]').filter({ visible: true }).count(), count);
  await settles(() => page.getByRole('table').filter({ visible: true }).count(), count);
  const tooWide = () =>
    page
      .locator('figure svg[role=img], figure table')
      .evaluateAll((all) => all.filter((one) => one.getBoundingClientRect().right > window.innerWidth).length);
  await settles(tooWide, 0);
  // Nothing of the dark theme: text on paper is black.
  const colors = () =>
    page
      .locator('figure h3, figure td')
      .evaluateAll((all) => [...new Set(all.map((one) => getComputedStyle(one).color))]);
  await settles(colors, ['rgb(0, 0, 0)']);
  await settles(() => page.evaluate(() => getComputedStyle(document.documentElement).colorScheme), 'light');
  const pages = (await page.pdf({ format: 'Letter' })).toString('latin1').match(/\/Type\s*\/Page\b/g) ?? [];
  assert.ok(pages.length >= 3, `${pages.length} pages`);
});

it('on the first of a month the report to print is of the one that has ended, and on the second of its own', async () => {
  const today = report.days.at(-1)?.name ?? '';
  const first = `${today.slice(0, 7)}-01`;
  const ended = new Date(Date.parse(first) - 86_400_000).toISOString().slice(0, 7);
  const inWords = new Intl.DateTimeFormat('en-US', { year: 'numeric', month: 'long', timeZone: 'UTC' });
  for (const day of [first, `${ended}-02`]) {
    const page = await stage.visit({ tolerated: ['WebSocket'] });
    await page.route('**/api/**', async (route) => {
      const response = await route.fetch();
      const date = new Date(Date.parse(`${day}T12:00:00Z`)).toUTCString();
      await route.fulfill({ response, headers: { ...response.headers(), date } });
    });
    await signInAt(page, `${stage.url}/portal/admin/reports`, 'sandboxAdmin');
    await page.getByRole('link', { name: 'Monthly report to print' }).click();
    await page.getByRole('heading', { name: `Monthly report, ${inWords.format(Date.parse(`${ended}-01`))}` }).waitFor();
    await settles(() => page.getByLabel('Month', { exact: true }).inputValue(), ended);
    await page.goto(`${stage.url}/portal/admin/reports?period=month`);
    await settles(() => page.getByLabel('Month', { exact: true }).and(page.getByRole('combobox')).inputValue(), ended);
  }
});
