/** `listZones` → `list-zones`, as on the command line. */
export function toKebabCase(name: string): string {
  return name.replace(/[A-Z]+/g, (capitals) => `-${capitals.toLowerCase()}`);
}

/** `list-zones` → `listZones`, as in the library. */
export function toCamelCase(name: string): string {
  return name.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
