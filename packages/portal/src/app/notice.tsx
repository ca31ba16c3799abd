import type { ReactNode } from 'react';
import classes from './notice.module.css';

interface NoticeProps {
  title: string;
  icon?: ReactNode;
  action?: ReactNode;
  children: ReactNode;
}

/** A page, or a panel of one, that has one thing to say and at most one thing to do. */
export function Notice({ title, icon, action, children }: NoticeProps) {
  return (
    <section className={classes.notice}>
      {icon}
      <h1>{title}</h1>
      <p>{children}</p>
      {action}
    </section>
  );
}
