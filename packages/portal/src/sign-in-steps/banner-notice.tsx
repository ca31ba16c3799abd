import { Button } from '@mantine/core';
import { Refused } from '../notices/refused.tsx';
import { translated } from '../words/translated.ts';
import classes from './steps.module.css';
import { useAcknowledgeBanner } from './use-acknowledge-banner.ts';

/** The agency's text where no sign-in waits for it: above every page until the person closes it. */
export function BannerNotice({ text }: { text: string | null }) {
  const acknowledge = useAcknowledgeBanner();
  if (text === null) return null;
  return (
    <section className={classes.notice} aria-label={translated('Notice of use')}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard (WCAG 2.1.1) */}
      <p className={classes.banner} tabIndex={0}>
        {text}
      </p>
      <Refused error={acknowledge.error} />
      <Button variant="default" loading={acknowledge.isPending} onClick={() => acknowledge.mutate(text)}>
        {translated('I acknowledge')}
      </Button>
    </section>
  );
}
