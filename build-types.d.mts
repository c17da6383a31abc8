/** Writes the library's declarations below `outDir`: `types` and `types-cjs`. `root` ends with a slash. */
export function buildTypes(root: string, outDir: string): Promise<void>;
