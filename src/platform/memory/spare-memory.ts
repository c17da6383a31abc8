import { setFlagsFromString } from "node:v8";

/**
 * Has V8 interpret the program from here on instead of compiling it. A daemon that works for milliseconds a minute then
 * idles at 6 MiB less: of machine code, and of the compilers' own pages.
 */
export function spareMemory(): void {
  for (const compiler of ["opt", "maglev", "sparkplug"]) setFlagsFromString(`--no-${compiler}`);
}
