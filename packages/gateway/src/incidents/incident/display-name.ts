/** `TEST_CO` reads "CO (test)"; `MOBILE_PANIC` reads "Mobile panic". What is not such a name is left as it is. */
export function displayName(name: string): string {
  if (!/^[A-Z][A-Z0-9_]*$/.test(name)) return name;
  const isTest = name.startsWith('TEST_');
  const plain = isTest ? name.slice('TEST_'.length) : name;
  const words = plain.length <= 3 ? plain : plain.charAt(0) + plain.slice(1).toLowerCase().replaceAll('_', ' ');
  return isTest ? `${words} (test)` : words;
}
