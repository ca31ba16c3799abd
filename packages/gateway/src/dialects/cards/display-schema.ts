export type FieldFormat =
  | 'text'
  | 'phone'
  | 'link'
  | 'timestamp'
  | 'date'
  | 'image'
  | 'video'
  | 'audio'
  | 'meters'
  | 'coordinates'
  | 'hidden';

export interface FieldSchema {
  readonly label: string;
  readonly format: FieldFormat;
  /** True for machine names such as MOBILE_PANIC, which are drawn as words. */
  readonly isName?: boolean;
}

export interface GroupSchema {
  readonly title: string;
  readonly order: number;
  /** In the order they are drawn. A field that is not named here is drawn after them, labelled by its own name. */
  readonly fields: Readonly<Record<string, FieldSchema>>;
}

/** How each group of facts is drawn, by the group's name. */
export type DisplaySchema = Readonly<Record<string, GroupSchema>>;

export const text = (label: string): FieldSchema => ({ label, format: 'text' });
export const phone = (label: string): FieldSchema => ({ label, format: 'phone' });
export const timestamp = (label: string): FieldSchema => ({ label, format: 'timestamp' });
export const link = (label: string): FieldSchema => ({ label, format: 'link' });
export const name = (label: string): FieldSchema => ({ label, format: 'text', isName: true });
export const hidden: FieldSchema = { label: '', format: 'hidden' };

/** Scripts and callbacks of the partner's own flow: no fact about the emergency. */
export const UNDRAWN = /(^|\.)(ivr_info_|webhook_url(\.|$))/;
