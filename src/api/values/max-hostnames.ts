/** Dyn's limit: how many hostnames one request may name. */
export const maxHostnamesPerRequest = 20;
