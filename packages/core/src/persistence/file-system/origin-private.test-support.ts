import type { BrowserStorage } from "./browser.ts";

type Entry = Folder | { bytes: Uint8Array<ArrayBuffer> };
type Folder = Map<string, Entry>;

/** The origin's private file system, as far as it is used, in memory. */
export interface FakeStorage {
  readonly navigator: BrowserStorage;
  /** Calls that change something; set `failAt` to let that one and all after it fail, as if the tab were closed. */
  changes: number;
  failAt: number;
  /** All paths, folders with a `/` at the end. */
  paths(): string[];
  write(path: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
}

const missing = (name: string): Error => new DOMException(`no ${name}`, "NotFoundError");

export function fakeStorage(): FakeStorage {
  const root: Folder = new Map();

  const change = (): void => {
    fake.changes++;
    if (fake.changes >= fake.failAt) throw new DOMException("the tab was closed", "AbortError");
  };

  const fileHandle = (file: { bytes: Uint8Array<ArrayBuffer> }): object => ({
    getFile: () => Promise.resolve(new Blob([file.bytes])),
    createWritable: ({ keepExistingData = false } = {}) => {
      let written = keepExistingData ? file.bytes : new Uint8Array();
      let position = 0;
      return Promise.resolve({
        seek: async (to: number) => {
          await Promise.resolve();
          position = to;
        },
        write: async (bytes: Uint8Array<ArrayBuffer>) => {
          await Promise.resolve();
          change();
          written = Uint8Array.of(...written.subarray(0, position), ...bytes);
        },
        close: async () => {
          await Promise.resolve();
          change();
          file.bytes = written;
        },
      });
    },
  });

  const folderHandle = (folder: Folder, ownName: string): object => ({
    name: ownName,
    getDirectoryHandle: async (name: string, { create = false } = {}) => {
      await Promise.resolve();
      const entry = folder.get(name) ?? (create ? made(folder, name, new Map()) : undefined);
      if (entry === undefined) throw missing(name);
      if (!(entry instanceof Map)) throw new DOMException("a file", "TypeMismatchError");
      return folderHandle(entry, name);
    },
    getFileHandle: async (name: string, { create = false } = {}) => {
      await Promise.resolve();
      const entry =
        folder.get(name) ?? (create ? made(folder, name, { bytes: new Uint8Array() }) : undefined);
      if (entry === undefined) throw missing(name);
      if (entry instanceof Map) throw new DOMException("a folder", "TypeMismatchError");
      return fileHandle(entry);
    },
    removeEntry: async (name: string, { recursive = false } = {}) => {
      await Promise.resolve();
      const entry = folder.get(name);
      if (entry === undefined) throw missing(name);
      if (entry instanceof Map && entry.size > 0 && !recursive) throw new Error("not empty");
      change();
      folder.delete(name);
    },
    async *keys() {
      await Promise.resolve();
      yield* folder.keys();
    },
  });

  const made = <E extends Entry>(folder: Folder, name: string, entry: E): E => {
    change();
    folder.set(name, entry);
    return entry;
  };

  const handle = folderHandle(root, "") as FileSystemDirectoryHandle;
  const fake: FakeStorage = {
    navigator: { storage: { getDirectory: () => Promise.resolve(handle) } },
    changes: 0,
    failAt: Infinity,
    paths: () => pathsIn(root, ""),
    async write(path, bytes) {
      const names = path.split("/");
      let folder = handle;
      for (const name of names.slice(0, -1)) folder = await folder.getDirectoryHandle(name, { create: true });
      const file = await folder.getFileHandle(names.at(-1) ?? "", { create: true });
      const stream = await file.createWritable();
      await stream.write(bytes);
      await stream.close();
    },
  };
  return fake;
}

function pathsIn(folder: Folder, prefix: string): string[] {
  return [...folder].flatMap(([name, entry]) =>
    entry instanceof Map
      ? [`${prefix}${name}/`, ...pathsIn(entry, `${prefix}${name}/`)]
      : [`${prefix}${name}`],
  );
}
