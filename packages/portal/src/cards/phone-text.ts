/** An E.164 number as it is read aloud: North American ones in groups, others as they are. */
export function phoneText(number: string): string {
  const groups = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(number);
  return groups === null ? number : `+1 (${groups[1]}) ${groups[2]}-${groups[3]}`;
}
