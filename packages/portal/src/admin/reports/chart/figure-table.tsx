import classes from './chart.module.css';
import { type ChartData, figureText } from './chart-data.ts';

/** The figures of a chart in rows and columns. */
export function FigureTable({ data }: { data: ChartData }) {
  const { title, rowTitle, unit, series, rows } = data;
  return (
    <table className={classes.table}>
      <caption>
        {title}, {unit}
      </caption>
      <thead>
        <tr>
          <th scope="col">{rowTitle}</th>
          {series.map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, name, label, values }) => (
          <tr key={key ?? name}>
            <th scope="row">{label ?? name}</th>
            {values.map((value, number) => (
              <td key={series[number]}>{figureText(value)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
