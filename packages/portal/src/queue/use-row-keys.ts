import { useHotkeys } from '@mantine/hooks';
import { type RefObject, useCallback } from 'react';

/** Up and down move between the rows from anywhere on the page, Home and End to the ends, Delete dismisses, Enter opens. */
export function useRowKeys(page: RefObject<HTMLElement | null>, dismiss: (incidentId: string) => void): void {
  const rows = useCallback(() => [...(page.current?.querySelectorAll<HTMLElement>('a[data-row]') ?? [])], [page]);
  const move = (step: number) => {
    const all = rows();
    const current = all.indexOf(document.activeElement as HTMLElement);
    all[Math.max(0, Math.min(all.length - 1, current + step))]?.focus();
  };
  const goTo = (end: 'first' | 'last') => {
    const main = document.getElementById('main');
    main?.scrollTo({ top: end === 'first' ? 0 : main.scrollHeight });
    // A long list puts the rows of its end into the page once that is in view.
    requestAnimationFrame(() =>
      requestAnimationFrame(() =>
        rows()
          .at(end === 'first' ? 0 : -1)
          ?.focus(),
      ),
    );
  };
  useHotkeys([
    ['ArrowDown', () => move(1)],
    ['ArrowUp', () => move(-1)],
    ['Home', () => goTo('first')],
    ['End', () => goTo('last')],
    [
      'Delete',
      () => {
        const row = document.activeElement?.closest('li')?.querySelector<HTMLElement>('[data-dismiss]');
        const id = row?.dataset['dismiss'];
        if (id !== undefined && document.activeElement?.hasAttribute('data-row')) dismiss(id);
      },
    ],
  ]);
}
