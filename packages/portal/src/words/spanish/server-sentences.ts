/** Sentences of the time line in which the server writes a name, a number or a time; what it wrote is kept. */
export const SERVER_SENTENCES: readonly (readonly [RegExp, string])[] = [
  [/^Transferred to (.+?) until (\d.+)$/s, 'Transferido a $1 hasta $2'],
  [/^Transferred to (.+)$/s, 'Transferida a $1'],
  [/^Transfer to (.+) ended$/s, 'La transferencia a $1 terminó'],
  [/^Taken over from (.+?): (.+)$/s, 'Relevó a $1: $2'],
  [/^Sent to the CAD: (.+)$/s, 'Enviado al CAD: $1'],
  [/^CAD incident (\S+) linked$/, 'Incidente del CAD $1 enlazado'],
  [/^CAD incident (\S+) belongs to another incident$/, 'El incidente del CAD $1 es de otro incidente'],
  [/^CAD incident (\S+): more was stated(.*)$/s, 'Incidente del CAD $1: se indicó más$2'],
  [/^CAD incident (\S+): (.+)$/s, 'Incidente del CAD $1: $2'],
  [/^No position(.*)$/s, 'Sin posición$1'],
  [/^(.+), within ([\d.]+) m \((.+)$/s, '$1, en un radio de $2 m ($3'],
];
