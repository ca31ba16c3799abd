import { Loading } from '../notices/loading.tsx';
import { Refused } from '../notices/refused.tsx';
import { translated } from '../words/translated.ts';
import classes from './tiles.module.css';
import { useTiles } from './use-tiles.ts';

/** The applications that this person opens signed in, each in a tab of its own that cannot reach this one. */
export function TilesPage() {
  const { data, error } = useTiles();
  return (
    <div className={classes.page}>
      <title>{`${translated('Applications')} · Sallyport`}</title>
      <h1>{translated('Applications')}</h1>
      <Refused error={error} />
      {data === undefined && error === null && <Loading what={translated('your applications')} />}
      {data?.applications.length === 0 && (
        <p>{translated('None yet. An administrator of your agency allows an application by opening it once.')}</p>
      )}
      <ul className={classes.tiles}>
        {data?.applications.map(({ client_id, name, owner_name, url }) => (
          <li key={client_id}>
            <a className={classes.tile} href={url} target="_blank" rel="noopener noreferrer">
              <strong>{name}</strong>
              {owner_name !== null && <span>{owner_name}</span>}
              <span>{translated('Opens in a new tab')}</span>
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}
