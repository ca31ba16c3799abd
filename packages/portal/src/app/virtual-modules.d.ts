declare module 'virtual:mantine-variables.css';

/** The packages' own modules, imported for what they add to the browser. */
declare module 'core-js/modules/*';
