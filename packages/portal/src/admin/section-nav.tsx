import { Button } from '@mantine/core';
import { useState } from 'react';
import { NavLink, useLocation } from 'react-router';
import type { Text } from '../words/spanish/spanish.ts';
import { translated } from '../words/translated.ts';
import classes from './layout/admin.module.css';

interface SectionNavProps {
  sections: readonly { readonly path: string; readonly title: Text }[];
}

/** The sections of Admin: beside each other, or where that takes too many lines behind a button that names the one that is open. */
export function SectionNav({ sections }: SectionNavProps) {
  const { pathname } = useLocation();
  const [openedAt, setOpenedAt] = useState<string | null>(null);
  const isOpen = openedAt === pathname;
  const current = sections.find(({ path }) => pathname.startsWith(`/portal/admin/${path}`));
  return (
    <nav className={classes.tabs} aria-label={translated('Admin')} data-open={isOpen} data-screen>
      <Button
        className={classes.tabsButton}
        variant="default"
        size="sm"
        aria-expanded={isOpen}
        rightSection={<span aria-hidden="true">{isOpen ? '▴' : '▾'}</span>}
        onClick={() => setOpenedAt(isOpen ? null : pathname)}
      >
        {current === undefined
          ? translated('Sections')
          : translated('Section: {title}', { title: translated(current.title) })}
      </Button>
      {sections.map(({ path, title }) => (
        <NavLink key={path} to={`/portal/admin/${path}`}>
          {translated(title)}
        </NavLink>
      ))}
    </nav>
  );
}
