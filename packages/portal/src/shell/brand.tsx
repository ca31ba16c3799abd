import { Link } from 'react-router';
import { BrandIcon } from '../icons/icons.tsx';
import classes from './shell.module.css';

/** Whose data this is, as the way home. */
export function Brand({ agencyName }: { agencyName: string }) {
  return (
    <Link to="/portal" className={classes.brand} title={`Sallyport · ${agencyName}`}>
      <BrandIcon size={22} />
      <span>{agencyName}</span>
    </Link>
  );
}
