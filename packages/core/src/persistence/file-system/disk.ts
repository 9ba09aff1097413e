/** The operations of a disk that the replacing of folders is made of. A missing file or folder is an error. */
export interface Disk {
  /** With the folders above it; one that exists is left as it is. */
  makeFolder(path: string): Promise<void>;
  /** Resolves when the bytes are on the disk, not in a cache. */
  writeFile(path: string, bytes: Uint8Array): Promise<void>;
  readFile(path: string): Promise<Uint8Array<ArrayBuffer>>;
  /** The names in a folder. */
  list(path: string): Promise<string[]>;
  rename(from: string, to: string): Promise<void>;
  /** With all that is in it; nothing happens if it is missing. */
  remove(path: string): Promise<void>;
  /** The path without symbolic links. */
  realPath(path: string): Promise<string>;
}
