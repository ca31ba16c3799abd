import type { ReactNode } from 'react';
import classes from './notice.module.css';

interface NoticeProps {
  title: string;
  /** True where the page has its own first heading above. */
  isPartOfPage?: boolean;
  icon?: ReactNode;
  action?: ReactNode;
  children: ReactNode;
}

/** A page, or a panel of one, that has one thing to state and at most one thing to do. */
export function Notice({ title, isPartOfPage = false, icon, action, children }: NoticeProps) {
  const Heading = isPartOfPage ? 'h2' : 'h1';
  return (
    <section className={classes.notice}>
      {icon}
      <Heading>{title}</Heading>
      <p>{children}</p>
      {action}
    </section>
  );
}
