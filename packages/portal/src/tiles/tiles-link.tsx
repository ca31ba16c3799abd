import { NavLink } from 'react-router';
import { translated } from '../words/translated.ts';
import { useTiles } from './use-tiles.ts';

/** The way to the applications, for whoever has one. */
export function TilesLink() {
  const { data } = useTiles();
  if (data === undefined || data.applications.length === 0) return null;
  return <NavLink to="/portal/applications">{translated('Applications')}</NavLink>;
}
