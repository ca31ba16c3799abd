/** `MOBILE_PANIC` reads "Mobile panic", `CO` stays as it is, and so does what is not such a name. */
export function displayName(name: string): string {
  if (!/^[A-Z][A-Z0-9_]*$/.test(name) || name.length <= 3) return name;
  return name.charAt(0) + name.slice(1).toLowerCase().replaceAll('_', ' ');
}
