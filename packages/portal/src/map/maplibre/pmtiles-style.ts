import { DARK, type Flavor, LIGHT, layers } from '@protomaps/basemaps';
import { addProtocol, type LayerSpecification, type StyleSpecification } from 'maplibre-gl';
import { FetchSource, PMTiles, Protocol, TileType } from 'pmtiles';
import type { MapColors } from './map-colors.ts';

export interface PmtilesArchive {
  url: string;
  /** Shown in the corner; null where the file does not state whose data it is. */
  attribution: string | null;
}

interface StyleOptions {
  colors: MapColors;
  scheme: 'dark' | 'light';
  /** Whose session reads this server's own archives; null for the portal's. */
  deeplinkId: string | null;
}

/** Of OpenStreetMap's data, which its licence (ODbL 1.0, section 4.3) wants named. */
const OPENSTREETMAP = '© OpenStreetMap';
/** The portal's own font. Without a `glyphs` address MapLibre draws each letter from the page's fonts, so none is fetched. */
const FONT = 'Inter Variable';
const BOLD_FONT = `Bold ${FONT},${FONT}`;

let protocol: Protocol | null = null;

/** A style for one PMTiles archive: raster tiles as they are, vector tiles of the Protomaps schema as a street map. */
export async function pmtilesStyle(
  { url, attribution }: PmtilesArchive,
  { colors, scheme, deeplinkId }: StyleOptions,
): Promise<StyleSpecification> {
  // MapLibre asks for tiles from its worker, which has no address that a path could be part of.
  const absolute = new URL(url, location.href).href;
  const isOwn = new URL(absolute).origin === location.origin;
  const headers = new Headers();
  if (isOwn && deeplinkId !== null) headers.set('x-sallyport-deeplink', deeplinkId);
  const archive = new PMTiles(new FetchSource(absolute, headers));
  if (protocol === null) {
    protocol = new Protocol();
    addProtocol('pmtiles', protocol.tile);
  }
  protocol.add(archive);
  const { tileType } = await archive.getHeader();
  const tiles = { url: `pmtiles://${absolute}`, attribution: textAsHtml(attribution ?? OPENSTREETMAP) };
  if (tileType !== TileType.Mvt) {
    return {
      version: 8,
      sources: { tiles: { type: 'raster', ...tiles, tileSize: 256 } },
      layers: [
        { id: 'background', type: 'background', paint: { 'background-color': colors.water } },
        { id: 'tiles', type: 'raster', source: 'tiles' },
      ],
    };
  }
  return { version: 8, sources: { tiles: { type: 'vector', ...tiles } }, layers: streetLayers(scheme) };
}

function streetLayers(scheme: 'dark' | 'light'): LayerSpecification[] {
  const base = scheme === 'dark' ? DARK : LIGHT;
  const flavor: Flavor = {
    ...base,
    ...(scheme === 'dark' ? DARK_STREETS : LIGHT_STREETS),
    // An extract without coastlines has no land of its own.
    background: base.earth,
    regular: FONT,
    bold: BOLD_FONT,
    italic: FONT,
  };
  return layers('tiles', flavor, { lang: 'en' }).flatMap(withoutIcon);
}

/** The library's streets and names are a background for other things; here they are what is looked for. */
const DARK_STREETS: Partial<Flavor> = {
  ...{ minor_service: '#3d444c', minor_a: '#4a525b', minor_b: '#4a525b', other: '#3d444c' },
  ...{ link: '#59626d', major: '#59626d', highway: '#6b7683', buildings: '#2b3036' },
  ...{ roads_label_minor: '#d5dae0', roads_label_minor_halo: '#16191d' },
  ...{ roads_label_major: '#e3e7ec', roads_label_major_halo: '#16191d' },
  ...{ city_label: '#e3e7ec', city_label_halo: '#16191d' },
  ...{ subplace_label: '#b9c0c9', subplace_label_halo: '#16191d' },
  ...{ address_label: '#b9c0c9', address_label_halo: '#16191d' },
};
const LIGHT_STREETS: Partial<Flavor> = {
  ...{ roads_label_minor: '#33383e', roads_label_minor_halo: '#ffffff' },
  ...{ roads_label_major: '#24282d', roads_label_major_halo: '#ffffff' },
  ...{ subplace_label: '#3f454c', address_label: '#3f454c' },
};

/** Symbols are drawn as their names: the library's pictures are in no package, and nothing is fetched from outside. */
function withoutIcon(layer: LayerSpecification): LayerSpecification[] {
  if (layer.type !== 'symbol' || layer.layout?.['icon-image'] === undefined) return [layer];
  if (layer.layout['text-field'] === undefined) return [];
  const layout = Object.fromEntries(Object.entries(layer.layout).filter(([name]) => !name.startsWith('icon-')));
  return [{ ...layer, layout }];
}

/** MapLibre shows an attribution as HTML. */
function textAsHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
