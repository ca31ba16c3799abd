import type { ColumnType } from 'kysely';

type Given = ColumnType<number, undefined, never>;

/** The tables of an agency's address points and road centre lines. */
export interface AddressTables {
  address_sets: {
    id: Given;
    agency_id: string;
    kind: string;
    /** `loading`, `current` or `replaced`. */
    state: string;
    file_name: string;
    record_count: number;
    skipped_count: number;
    loaded_at: number;
  };
  address_points: {
    id: Given;
    set_id: number;
    cell: number;
    latitude: number;
    longitude: number;
    address: string;
    address_key: string;
    search_key: string;
  };
  street_segments: {
    set_id: number;
    number: number;
    street: string;
    place: string;
    street_key: string;
    search_key: string;
    ranges: string;
    start_node: string;
    end_node: string;
    line: string;
  };
  street_cells: { set_id: number; cell: number; number: number };
}
