import { REMARK_LABELS } from './remarks.ts';

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

interface FieldSchema {
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

const text = (label: string): FieldSchema => ({ label, format: 'text' });
const phone = (label: string): FieldSchema => ({ label, format: 'phone' });
const timestamp = (label: string): FieldSchema => ({ label, format: 'timestamp' });
const link = (label: string): FieldSchema => ({ label, format: 'link' });
const name = (label: string): FieldSchema => ({ label, format: 'text', isName: true });
const hidden: FieldSchema = { label: '', format: 'hidden' };

/** How each group of facts is drawn. Adding a row is all that a new field needs. */
export const DISPLAY_SCHEMA: Readonly<Record<string, GroupSchema>> = {
  caller: {
    title: 'Caller',
    order: 10,
    fields: {
      full_name: text('Name'),
      phone_number: phone('Phone'),
      account_id: text('Account'),
      email: text('Email'),
      birthday: { label: 'Born', format: 'date' },
      language: text('Language'),
      photo: { label: 'Photo', format: 'image' },
    },
  },
  call: {
    title: 'Call',
    order: 15,
    fields: {
      class_of_service: text('Class of service'),
      position: text('Position'),
      trunk: text('Trunk'),
      started_at: timestamp('Started'),
      sip_call_id: text('SIP call id'),
      caller_name: hidden,
      said_started_at: hidden,
      caller_phone_number: hidden,
    },
  },
  alarm: {
    title: 'Alert',
    order: 20,
    fields: {
      emergency_type: name('Emergency'),
      site_type: name('Site'),
      description: text('Description'),
      service_provider_name: text('Provider'),
      incident_time: timestamp('Happened'),
      alarm_description: text('Alarm'),
      zone_description: text('Zone'),
      permit_number: text('Permit'),
      central_station_phone: phone('Central station'),
      premise_phone: phone('Premise'),
      source_id: text('Partner reference'),
      video_feed: link('Video'),
      webhook_url: hidden,
    },
  },
  location: {
    title: 'Location',
    order: 30,
    fields: {
      coordinates: { label: 'Position', format: 'coordinates' },
      uncertainty_radius: { label: 'Uncertainty', format: 'meters' },
      confidence: text('Confidence'),
      height: { label: 'Height above ellipsoid', format: 'meters' },
      address: text('Address'),
      source: text('Source'),
      located_at: timestamp('As of'),
      vertical_uncertainty: { label: 'Vertical uncertainty', format: 'meters' },
      floor: text('Floor'),
      elevation: { label: 'Elevation', format: 'meters' },
      'further.description': text('Description'),
    },
  },
  vehicle: {
    title: 'Vehicle',
    order: 40,
    fields: {
      make: text('Make'),
      model: text('Model'),
      year: text('Year'),
      color: text('Color'),
      plate: text('Plate'),
      plate_number: text('Plate'),
      state: text('Plate state'),
      plate_state: text('Plate state'),
      vin: text('VIN'),
      phone_number_device: phone('Vehicle phone'),
    },
  },
  event_info: {
    title: 'Sensor',
    order: 50,
    fields: { severity: name('Severity'), time: timestamp('Measured') },
  },
  authorized_entity: {
    title: 'Responsible partner',
    order: 60,
    fields: { name: text('Name'), phone: phone('Phone'), id: text('Id') },
  },
  remarks: {
    title: 'Please note',
    order: 5,
    fields: Object.fromEntries(Object.entries(REMARK_LABELS).map(([key, label]) => [key, text(label)])),
  },
  updated_location: { title: 'Updated location', order: 35, fields: {} },
};

/** Scripts and callbacks of the partner's own flow: no fact about the emergency. */
export const UNDRAWN = /(^|\.)(ivr_info_|webhook_url(\.|$))/;
