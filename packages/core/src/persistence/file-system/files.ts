/** Single files, for logs that grow while training. A path is one of Node, or of the origin's private file system. */
export interface Files {
  /** `null` if there is no such file. */
  read(path: string): Promise<Uint8Array<ArrayBuffer> | null>;
  /** Replaces the file; makes the folders above it. */
  write(path: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  /** Adds to the end of the file; makes it, and the folders above it, where they are missing. */
  append(path: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
}
