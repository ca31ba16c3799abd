/** Everything here is invented; the numbers are the ones set aside for fiction. */
export const NAMES = [
  'Jordan Rivera',
  'Casey Okafor',
  'Robin Lindqvist',
  'Morgan Haddad',
  'Quinn Tanaka',
  'Alex Novak',
];
export const CENTER = { latitude: 40.7484, longitude: -73.9857 };
export const UNITS = ['Engine 7', 'Ladder 3', 'Medic 12', 'Patrol 41', 'Battalion 2'];
export const CLASSES_OF_SERVICE = ['WPH2', 'VOIP', 'RES', 'BUS'];
export const SITES = ['RESIDENTIAL', 'BUSINESS', 'SCHOOL'];

/** Every emergency type an alert can have, and what its partner states of it. */
export const EMERGENCIES = [
  ['BURGLARY', 'Front door opened, motion in the hallway'],
  ['HOLDUP', 'Holdup button pressed at the counter'],
  ['SILENT_ALARM', 'Silent alarm, no voice contact'],
  ['CRASH', 'Airbag deployed, vehicle stopped'],
  ['MEDICAL', 'Pendant pressed, wearer does not answer'],
  ['FIRE', 'Smoke detected on the second floor'],
  ['CO', 'Carbon monoxide above 200 ppm'],
  ['OTHER', 'Water flow in the sprinkler riser'],
  ['ACTIVE_ASSAILANT', 'Lockdown started by staff'],
  ['MOBILE_PANIC', 'Panic button pressed in the app'],
  ['TRAIN_DERAILMENT', 'Car off the rails at the grade crossing'],
] as const;

type Line = readonly [speaker: 'Caller' | 'CallTaker', text: string];

/** What is stated in a call, and what a call taker writes down of it. */
export const CONVERSATIONS: readonly { readonly lines: readonly Line[]; readonly note: string }[] = [
  {
    lines: [
      ['CallTaker', 'Nine one one, what is the address of your emergency?'],
      ['Caller', 'There is smoke coming out of the building across the street'],
      ['CallTaker', 'Is anybody still inside?'],
      ['Caller', 'I can see somebody at a window on the third floor'],
    ],
    note: 'Smoke showing, one person at a third floor window',
  },
  {
    lines: [
      ['CallTaker', 'Nine one one, what is your emergency?'],
      ['Caller', 'Two cars crashed and one driver is not moving'],
      ['CallTaker', 'Help is on the way, stay away from the road'],
      ['Caller', 'Please hurry there is fuel on the ground'],
    ],
    note: 'Two vehicles, one driver unresponsive, fuel leaking',
  },
  {
    lines: [
      ['CallTaker', 'Nine one one, notify me exactly what happened'],
      ['Caller', 'My father has chest pain and he is sweating'],
      ['CallTaker', 'How old is he, and is he awake?'],
      ['Caller', 'Sixty eight, he is awake but very pale'],
    ],
    note: 'Chest pain, male, 68, conscious',
  },
];
