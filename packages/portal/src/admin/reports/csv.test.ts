import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chartCsv } from './csv.ts';

const chart = {
  id: 'sources',
  title: 'By source',
  layout: 'bars',
  isStacked: true,
  rowTitle: 'Source',
  unit: '',
} as const;

test('a chart is a table with a line for the names of its columns and one for each row', () => {
  const rows = [
    { name: 'Trunk 1', values: [12, 0] },
    { name: 'North, "old"\nline', values: [0.3, null] },
  ];
  assert.equal(
    chartCsv({ ...chart, series: ['Calls', 'Alerts'], rows }),
    'Source,Calls,Alerts\r\nTrunk 1,12,0\r\n"North, ""old""\nline",0.3,\r\n',
  );
});

test('what a spreadsheet would take for a formula is text', () => {
  for (const name of ['=1+1', '+15555550123', '-2', '@SUM(A1)', '\tcmd', '\rcmd', "'=1"]) {
    const csv = chartCsv({ ...chart, series: ['Calls'], rows: [{ name, values: [1] }] });
    assert.equal(csv.split('\r\n').slice(1).join('\r\n').replace(/^"/, '').startsWith(`'${name}`), true, csv);
  }
});
