import { Button } from '@mantine/core';
import { Refused } from '../notices/refused.tsx';
import { translated } from '../words/translated.ts';
import classes from './steps.module.css';
import { useAcknowledgeBanner } from './use-acknowledge-banner.ts';

/** The agency's text that a sign-in waits for. It scrolls by keyboard where it is long. */
export function BannerForm({ text, onCancel }: { text: string; onCancel: () => void }) {
  const acknowledge = useAcknowledgeBanner();
  return (
    <div className={classes.factor}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard (WCAG 2.1.1) */}
      <section className={classes.banner} aria-label={translated('What you acknowledge')} tabIndex={0}>
        {text}
      </section>
      <Refused error={acknowledge.error} />
      <Button fullWidth loading={acknowledge.isPending} onClick={() => acknowledge.mutate(text)}>
        {translated('I acknowledge')}
      </Button>
      <Button variant="subtle" fullWidth onClick={onCancel}>
        {translated('Cancel')}
      </Button>
    </div>
  );
}
