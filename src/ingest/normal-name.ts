/** Header name in the form that is compared: lower case, letters and digits only. */
export function normalName(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
}
