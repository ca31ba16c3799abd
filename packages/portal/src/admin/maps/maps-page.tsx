import type { BoundaryGeometry, MapFile } from '@sallyport/contract';
import { useQuery } from '@tanstack/react-query';
import { useSallyport } from '../../api/sallyport-context.tsx';
import { Loading } from '../../notices/loading.tsx';
import { Refused } from '../../notices/refused.tsx';
import { translated } from '../../words/translated.ts';
import { BoundaryMap } from '../boundary/boundary-map.tsx';
import classes from '../layout/admin.module.css';

/** Admin, Map: for operators, which maps with streets the server has and what they cover. */
export function MapsPage() {
  const sallyport = useSallyport();
  const settings = useQuery({
    queryKey: ['maps-of-the-server'],
    queryFn: ({ signal }) => sallyport.mapSettings(signal),
    refetchInterval: 10_000,
  });
  const files = settings.data?.files ?? [];
  return (
    <section aria-labelledby="maps-title">
      <title>{translated('Map · Sallyport')}</title>
      <div className={classes.toolbar}>
        <h2 id="maps-title">{translated('Map')}</h2>
      </div>
      <Refused error={settings.error} />
      {settings.isPending && <Loading what={translated('the maps')} />}
      {settings.data?.style_url && (
        <p>
          {translated('The configured style is drawn in their place:')} {settings.data.style_url}
        </p>
      )}
      {settings.data !== undefined && files.length === 0 && (
        <p>
          {translated('The server has no map with streets of its own.')} <code>sallyport map add county.pmtiles</code>{' '}
          {translated('adds one; the documentation, page Map, says where such a file comes from.')}
        </p>
      )}
      {files.map((file) => (
        <MapFileRow key={file.name} file={file} />
      ))}
    </section>
  );
}

const BYTES_A_MEGABYTE = 1_000_000;

function rectangleOf({ west, south, east, north }: MapFile['bounds']): BoundaryGeometry {
  const ring = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
  return { type: 'Polygon', coordinates: [ring] } as BoundaryGeometry;
}

function MapFileRow({ file }: { file: MapFile }) {
  const { name, bounds, size_bytes, min_zoom, max_zoom, attribution } = file;
  const megabytes = (size_bytes / BYTES_A_MEGABYTE).toFixed(1);
  return (
    <article aria-label={name}>
      <h3>{name}</h3>
      <p>
        {megabytes} {translated('MB, zoom')} {min_zoom} {translated('to')} {max_zoom}
        {translated(', from')} {bounds.south}, {bounds.west} {translated('to')} {bounds.north}, {bounds.east}.{' '}
        {attribution ?? translated('It states no attribution; © OpenStreetMap is shown')}
      </p>
      <BoundaryMap geometry={rectangleOf(bounds)} bounds={bounds} label={translated('What {name} covers', { name })} />
    </article>
  );
}
