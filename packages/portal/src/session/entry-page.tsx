import type { ReactNode } from 'react';
import { BrandIcon } from '../icons/icons.tsx';
import { ThemeSwitch } from '../theme/theme-switch.tsx';
import classes from './entry-page.module.css';

/** The frame of pages before sign-in: brand, one panel, theme switch. */
export function EntryPage({ title, children }: { title: string; children: ReactNode }) {
  return (
    <main className={classes.page}>
      <title>{`${title} · Sallyport`}</title>
      <div className={classes.brand}>
        <BrandIcon size={28} />
        <span>Sallyport</span>
      </div>
      <section className={classes.panel} aria-labelledby="entry-title">
        <h1 id="entry-title">{title}</h1>
        {children}
      </section>
      <ThemeSwitch />
    </main>
  );
}
