/** A value of the configuration file, whichever reader found it. */
export type FileNode = FileScalar | FileMap | FileList | FileAlias | ForeignNode;

/** Line and column, both from 1. */
export interface FilePlace {
  readonly line: number;
  readonly column: number;
}

export interface FileScalar extends FilePlace {
  readonly kind: "scalar";
  readonly value: unknown;
  /** What the file says, without quotes; `0123` and `1e3` are numbers, and texts where a text is wanted. */
  readonly text: string;
  /** Whether it has no quotes, and a comment after it on its line. */
  readonly hasComment: boolean;
}

export interface FileMap extends FilePlace {
  readonly kind: "map";
  readonly pairs: readonly FilePair[];
}

export interface FilePair {
  readonly key: FileNode;
  /** Null for a key that stands alone. */
  readonly value: FileNode | null;
}

export interface FileList extends FilePlace {
  readonly kind: "list";
  readonly items: readonly FileNode[];
}

/** `*name`. */
export interface FileAlias extends FilePlace {
  readonly kind: "alias";
  /** Null if nothing has that name. */
  readonly target: Exclude<FileNode, FileAlias> | null;
}

/** Something with a tag (`!name`) that is not one of YAML's own. */
export interface ForeignNode extends FilePlace {
  readonly kind: "foreign";
}
