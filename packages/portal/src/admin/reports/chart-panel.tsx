import { Button } from '@mantine/core';
import { useState } from 'react';
import { translated } from '../../words/translated.ts';
import { type ChartData, hasFigures } from './chart/chart-data.ts';
import { ChartFigure } from './chart/chart-figure.tsx';
import { chartCsv } from './csv.ts';
import classes from './reports.module.css';

/** A chart that can be turned into its table, and downloaded. `days` is of the file's name. */
export function ChartPanel({ data, days }: { data: ChartData; days: string }) {
  const [isTable, setIsTable] = useState(false);
  return (
    <ChartFigure data={data} shows={isTable ? 'table' : 'drawing'}>
      {hasFigures(data) && (
        <div className={classes.buttons} data-screen>
          <Button
            size="compact-sm"
            variant="default"
            aria-pressed={isTable}
            aria-label={translated('Table: {title}', { title: data.title })}
            onClick={() => setIsTable(!isTable)}
          >
            {translated('Table')}
          </Button>
          <Button
            size="compact-sm"
            variant="default"
            aria-label={translated('Download CSV: {title}', { title: data.title })}
            onClick={() => download(`${data.id}_${days}.csv`, chartCsv(data))}
          >
            {translated('Download CSV')}
          </Button>
        </div>
      )}
    </ChartFigure>
  );
}

/** Lets the browser save a text under that name. */
function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
