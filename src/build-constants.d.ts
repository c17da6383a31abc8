/** Replaced by the bundler; in tests run from source, by vitest's `define`. */
declare const __VERSION__: string;
declare const __HOMEPAGE__: string;
