/** What is asked before something ends or is removed, and what stops then. */
export const QUESTIONS = {
  '{agency} no longer sees this incident, nor what is added to it. You can transfer it again.':
    '{agency} ya no verá este incidente ni lo que se le agregue. Usted puede volver a transferirlo.',
  'Your agency no longer sees this incident of {agency}, nor what is added to it. Only {agency} can transfer it again.':
    'Su agencia ya no verá este incidente de {agency} ni lo que se le agregue. Solo {agency} puede volver a transferirlo.',
} as const;
