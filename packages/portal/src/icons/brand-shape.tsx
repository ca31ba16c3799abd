import { createReactComponent } from '@tabler/icons-react';

/** The double door of a station house, drawn as the other icons are. */
export const BrandShape = createReactComponent('outline', 'sallyport', 'Sallyport', [
  ['path', { d: 'M4 20V12a8 8 0 0 1 16 0v8', key: 'outer' }],
  ['path', { d: 'M9 20v-7a3 3 0 0 1 6 0v7', opacity: '0.65', key: 'inner' }],
]);
