import type { Application } from '@sallyport/contract';
import { InstantAge } from '../time/instant-age.tsx';
import { translated } from '../words/translated.ts';
import classes from './applications.module.css';
import { stepText } from './state-text.ts';

/** Everything that happened to an application, newest first. */
export function StepList({ application }: { application: Application }) {
  return (
    <section className={classes.panel} aria-labelledby="steps-title">
      <h2 id="steps-title">{translated('What happened')}</h2>
      <ol className={classes.steps}>
        {application.steps.toReversed().map((step) => (
          <li key={`${step.at} ${step.step} ${step.text}`}>
            <span>{stepText(step)}</span>
            <span className={classes.quiet}>
              {translated('by')} {step.taken_by}, <InstantAge instant={step.at} />
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
