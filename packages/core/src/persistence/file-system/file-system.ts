/** What persistence needs of files. A path names a folder; in browsers, one of the origin's private file system. */
export interface FileSystem {
  /**
   * The named files of a folder, as far as they are there; `null` if there is no folder. Finds what an
   * interrupted {@link writeFolderAtomically} left.
   *
   * @param names as they were written, in that order.
   */
  readFolder(
    path: string,
    names: readonly string[],
  ): Promise<ReadonlyMap<string, Uint8Array<ArrayBuffer>> | null>;
  /**
   * Writes a folder that has these files and no others; the last must not be empty. Whenever it is interrupted, {@link readFolder} gives all
   * files of before or all new ones.
   *
   * @throws FolderOccupiedError if the folder holds files of other names.
   */
  writeFolderAtomically(path: string, files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>): Promise<void>;
  /**
   * Removes a folder that {@link writeFolderAtomically} wrote; nothing happens if it is missing.
   *
   * @throws FolderOccupiedError if the folder holds files of other names.
   */
  removeFolder(path: string, names: readonly string[]): Promise<void>;
}
