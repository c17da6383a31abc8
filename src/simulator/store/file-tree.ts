import { createHash } from "node:crypto";

/** A file of a web hosting account; without content, it is so large that only its size and digest are kept. */
export interface StoredFile {
  readonly content: Buffer | null;
  readonly size: number;
  /** Hexadecimal SHA-256. */
  readonly sha256: string;
}

/** The files and folders of one web hosting account, by absolute path. */
export class FileTree {
  readonly #files = new Map<string, StoredFile>();
  readonly #folders = new Set<string>(["/"]);

  write(path: string, content: Buffer): void {
    const sha256 = createHash("sha256").update(content).digest("hex");
    this.put(path, { content, size: content.length, sha256 });
  }

  put(path: string, file: StoredFile): void {
    this.makeFolder(parentOf(path));
    this.#files.set(path, file);
  }

  file(path: string): StoredFile | null {
    return this.#files.get(path) ?? null;
  }

  exists(path: string): boolean {
    return this.#files.has(path) || this.#folders.has(path);
  }

  /** Creates it with all folders above it. */
  makeFolder(path: string): void {
    for (let folder = path; folder !== "/"; folder = parentOf(folder)) this.#folders.add(folder);
  }

  isFolder(path: string): boolean {
    return this.#folders.has(path);
  }

  /** What is directly in a folder, folders first. */
  entries(folder: string): { readonly name: string; readonly type: "folder" | "file"; readonly size: number }[] {
    const inside = (path: string) => path !== "/" && parentOf(path) === folder;
    const folders = [...this.#folders]
      .filter(inside)
      .map((path) => ({ name: nameOf(path), type: "folder" as const, size: 0 }));
    const files = [...this.#files].filter(([path]) => inside(path));
    return [...folders, ...files.map(([path, { size }]) => ({ name: nameOf(path), type: "file" as const, size }))];
  }

  /** The file, or the folder with everything in it. */
  remove(path: string): void {
    const isGone = (each: string) => each === path || each.startsWith(`${path}/`);
    for (const each of [...this.#files.keys()].filter(isGone)) this.#files.delete(each);
    for (const each of [...this.#folders].filter(isGone)) this.#folders.delete(each);
  }

  rename(from: string, to: string): void {
    const moved = (each: string) => to + each.slice(from.length);
    const isMoved = (each: string) => each === from || each.startsWith(`${from}/`);
    for (const [each, file] of [...this.#files].filter(([path]) => isMoved(path))) {
      this.#files.delete(each);
      this.#files.set(moved(each), file);
    }
    for (const each of [...this.#folders].filter(isMoved)) {
      this.#folders.delete(each);
      this.#folders.add(moved(each));
    }
  }
}

/** A path in its normal form: `/` first, none last, no `.` and no escape by `..`. */
export function absolutePath(...parts: readonly string[]): string {
  const names: string[] = [];
  for (const name of parts.join("/").split("/")) {
    if (name === "..") names.pop();
    else if (name !== "" && name !== ".") names.push(name);
  }
  return `/${names.join("/")}`;
}

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/")) || "/";
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
