import { type Kysely, type Migration, sql } from 'kysely';

const PLACE = 'at, chain, number';
/** Most records are of issued tokens: their subject is searched by nobody, and their action is as good as all records. */
const NO_TOKENS = `action <> 'token.issued'`;

const INDEXES = [
  `audit_records_of_agency ON audit_records (agency_id, ${PLACE})`,
  `audit_records_of_actor ON audit_records (actor_id, ${PLACE})`,
  `audit_records_of_subject ON audit_records (subject, ${PLACE}) WHERE subject IS NOT NULL AND ${NO_TOKENS}`,
  `audit_actions ON audit_records (action, ${PLACE}) WHERE ${NO_TOKENS}`,
  `audit_actions_of_agency ON audit_records (agency_id, action, ${PLACE}) WHERE ${NO_TOKENS}`,
  `audit_refusals ON audit_records (outcome, ${PLACE}) WHERE outcome = 'refused'`,
  `audit_refusals_of_agency ON audit_records (agency_id, outcome, ${PLACE}) WHERE outcome = 'refused'`,
];

/** Each filter of a search in the audit is served by an index, newest or oldest first, however many records there are. */
export function migration(): Migration {
  return {
    async up(db: Kysely<unknown>) {
      for (const index of INDEXES) await sql.raw(`CREATE INDEX ${index}`).execute(db);
      await sql.raw('DROP INDEX audit_records_by_time').execute(db);
      await sql.raw(`CREATE INDEX audit_records_by_time ON audit_records (${PLACE})`).execute(db);
    },
  };
}
