import { NavLink } from 'react-router';
import { translated } from '../words/translated.ts';
import { useTransfers } from './use-transfers.ts';

/** Leads to what other agencies see or let be seen, with how many were received; left out where there is nothing. */
export function TransfersLink() {
  const { data } = useTransfers();
  const transfers = data?.transfers ?? [];
  const received = transfers.filter(({ direction, in_force }) => direction === 'received' && in_force).length;
  if (transfers.length === 0) return null;
  return (
    <NavLink to="/portal/transfers">
      {received === 0 ? translated('Transfers') : translated('Transfers ({count})', { count: received })}
    </NavLink>
  );
}
