/**
 * Every section of the API. To add one: a file with `export const NAME = section({ … })`, and a line here. A dot nests:
 * `webhosting.files` is `gigahost.webhosting.files` in the library. Loaded when first used.
 */
export const sections = {
  authentication: async () => (await import("./authentication.ts")).authentication,
  dns: async () => (await import("./dns.ts")).dns,
};

export type Sections = typeof sections;
export type SectionName = keyof Sections;

/** The operations of a section, with their exact types. */
export type OperationsOf<Name extends SectionName> = Awaited<ReturnType<Sections[Name]>>;
