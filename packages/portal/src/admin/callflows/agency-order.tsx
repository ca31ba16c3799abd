import { Button, NativeSelect } from '@mantine/core';
import type { OperatedAgencyList } from '@sallyport/contract';
import { translated } from '../../words/translated.ts';
import classes from './callflows.module.css';

interface AgencyOrderProps {
  /** Those with a boundary. */
  readonly candidates: OperatedAgencyList['agencies'];
  readonly agencyIds: readonly string[];
  readonly onChange: (agencyIds: string[]) => void;
}

/** The agencies a position may choose, in the order in which they are asked whether they cover it. */
export function AgencyOrder({ candidates, agencyIds, onChange }: AgencyOrderProps) {
  const left = candidates.filter(({ id }) => !agencyIds.includes(id));
  const nameOf = (id: string) => candidates.find((agency) => agency.id === id)?.name ?? id;
  const moveUp = (index: number) =>
    onChange(agencyIds.toSpliced(index - 1, 2, agencyIds[index] as string, agencyIds[index - 1] as string));
  return (
    <fieldset className={classes.order}>
      <legend>{translated('Agencies, the first that covers it gets the alert')}</legend>
      {agencyIds.length > 0 && (
        <ol>
          {agencyIds.map((id, index) => (
            <li key={id}>
              <div>
                <span>{nameOf(id)}</span>
                <span>
                  <Button
                    size="compact-sm"
                    variant="subtle"
                    aria-label={translated('Ask {id} earlier', { id: nameOf(id) })}
                    disabled={index === 0}
                    onClick={() => moveUp(index)}
                  >
                    {translated('Earlier')}
                  </Button>
                  <Button
                    size="compact-sm"
                    variant="subtle"
                    aria-label={translated('Leave out {id}', { id: nameOf(id) })}
                    onClick={() => onChange(agencyIds.filter((other) => other !== id))}
                  >
                    {translated('Leave out')}
                  </Button>
                </span>
              </div>
            </li>
          ))}
        </ol>
      )}
      {candidates.length === 0 && <p>{translated('No agency has a boundary yet. Set one under Agencies.')}</p>}
      {left.length > 0 && (
        <NativeSelect
          label={translated('Add an agency')}
          description={translated('Those with a boundary')}
          value=""
          onChange={(event) => onChange([...agencyIds, event.currentTarget.value])}
          data={[
            { value: '', label: translated('Choose an agency') },
            ...left.map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
      )}
    </fieldset>
  );
}
