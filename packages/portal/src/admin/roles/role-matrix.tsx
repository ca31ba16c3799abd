import { type AgencyRole, RIGHT_GROUPS } from '@sallyport/contract';
import { Fragment } from 'react';
import { serverText, translated } from '../../words/translated.ts';
import classes from './roles.module.css';

/** Who may what: a row for each right, a column for each role. It scrolls by itself where the screen is narrow. */
export function RoleMatrix({ roles }: { roles: readonly AgencyRole[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no mouse scrolls it by the keyboard
    <section className={classes.scroll} aria-label={translated('Who may what')} tabIndex={0}>
      <table className={classes.matrix}>
        <thead>
          <tr>
            <th scope="col">{translated('Right')}</th>
            {roles.map(({ id, title }) => (
              <th key={id} scope="col">
                {serverText(title)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {Object.entries(RIGHT_GROUPS).map(([group, rights]) => (
            <Fragment key={group}>
              <tr>
                <th scope="rowgroup" colSpan={roles.length + 1} className={classes.group}>
                  {serverText(group)}
                </th>
              </tr>
              {Object.entries(rights).map(([right, sentence]) => (
                <tr key={right}>
                  <th scope="row">{serverText(sentence)}</th>
                  {roles.map((role) => (
                    <td key={role.id}>
                      {(role.rights as readonly string[]).includes(right) ? translated('Yes') : '–'}
                    </td>
                  ))}
                </tr>
              ))}
            </Fragment>
          ))}
        </tbody>
      </table>
    </section>
  );
}
