import { ArgumentInvalidError } from "@elegy/autodiff";
import { FileSystemUnavailableError, FolderOccupiedError } from "./file-system-errors.ts";
import type { Files } from "./files.ts";
import type { FileSystem } from "./file-system.ts";
import { foreignFiles } from "./foreign-files.ts";

/** What of `navigator` is used. */
export interface BrowserStorage {
  readonly storage?: Pick<StorageManager, "getDirectory">;
  /** Keeps the tabs of an origin from writing at once. */
  readonly locks?: Pick<LockManager, "request">;
}

/**
 * A browser cannot rename a folder. New files are first written to a folder beside the target, `NAME.tmp-ID`,
 * which is complete with its last file; then that file is removed from the target, the others are replaced and it
 * is written again. A target without its last file is incomplete: reading takes the folder beside it.
 */
export function createFileSystem(navigator: BrowserStorage): FileSystem {
  const exclusively = async <T>(path: string, task: () => Promise<T>): Promise<T> =>
    navigator.locks === undefined ? task() : navigator.locks.request(`@elegy/core ${path}`, task);

  return {
    async readFolder(path, names) {
      const { above, name } = split("load", path);
      return exclusively([...above, name].join("/"), async () => {
        const parent = await descend(await openRoot(navigator, "load"), above);
        const target = parent && (await unlessMissing(parent.getDirectoryHandle(name)));
        if (!parent || !target) return null;
        return readFiles(await complete(parent, target, names.at(-1)), names);
      });
    },

    async writeFolderAtomically(path, files) {
      const { above, name } = split("save", path);
      await exclusively([...above, name].join("/"), async () => {
        let parent = await openRoot(navigator, "save");
        for (const segment of above) parent = await parent.getDirectoryHandle(segment, { create: true });
        await requireOurs(parent, name, path, [...files.keys()]);

        const fresh = `${name}.tmp-${crypto.randomUUID().slice(0, 8)}`;
        try {
          await writeFiles(await parent.getDirectoryHandle(fresh, { create: true }), files);
        } catch (error) {
          await removeQuietly(parent, fresh);
          throw error;
        }
        const target = await parent.getDirectoryHandle(name, { create: true });
        const last = [...files.keys()].at(-1);
        if (last !== undefined) await unlessMissing(target.removeEntry(last));
        await writeFiles(target, files);
        for (const leftover of await leftovers(parent, name)) await removeQuietly(parent, leftover);
      });
    },

    async removeFolder(path, names) {
      const { above, name } = split("save", path);
      await exclusively([...above, name].join("/"), async () => {
        const parent = await descend(await openRoot(navigator, "save"), above);
        if (parent === null) return;
        await requireOurs(parent, name, path, names);
        for (const leftover of await leftovers(parent, name)) await removeQuietly(parent, leftover);
        await unlessMissing(parent.removeEntry(name, { recursive: true }));
      });
    },
  };
}

/** As of {@link createFileSystem}. */
export function createFiles(navigator: BrowserStorage): Files {
  const write = async (path: string, bytes: Uint8Array<ArrayBuffer>, keep: boolean): Promise<void> => {
    const { above, name } = split("save", path);
    let folder = await openRoot(navigator, "save");
    for (const segment of above) folder = await folder.getDirectoryHandle(segment, { create: true });
    const handle = await folder.getFileHandle(name, { create: true });
    const stream = await openStream(handle, { keepExistingData: keep });
    if (keep) await stream.seek((await handle.getFile()).size);
    await stream.write(bytes);
    await stream.close();
  };
  return {
    async read(path) {
      const { above, name } = split("load", path);
      const folder = await descend(await openRoot(navigator, "load"), above);
      return folder && ((await readFiles(folder, [name])).get(name) ?? null);
    },
    write: (path, bytes) => write(path, bytes, false),
    append: (path, bytes) => write(path, bytes, true),
  };
}

async function openRoot({ storage }: BrowserStorage, operation: string): Promise<FileSystemDirectoryHandle> {
  let cause: unknown;
  try {
    if (storage !== undefined && "getDirectory" in storage) return await storage.getDirectory();
  } catch (error) {
    cause = error;
  }
  throw new FileSystemUnavailableError({
    operation,
    problem: "this browser gives the page no private file system",
    expected: "navigator.storage.getDirectory()",
    received: cause instanceof Error ? cause.message : "no such method",
    hint: "It needs a current browser, a page from https: or localhost, and no private window.",
    cause,
  });
}

function split(operation: string, path: string): { above: readonly string[]; name: string } {
  const segments = path.split("/").filter((segment) => segment !== "" && segment !== ".");
  const name = segments.at(-1);
  if (name !== undefined && !segments.includes("..")) return { above: segments.slice(0, -1), name };
  throw new ArgumentInvalidError({
    operation,
    problem: "the path leads to no folder of the private file system",
    expected: "names separated by /, without ..",
    received: JSON.stringify(path),
  });
}

/** The target or, if a save was interrupted within it, the folder from which it was being replaced. */
async function complete(
  parent: FileSystemDirectoryHandle,
  target: FileSystemDirectoryHandle,
  last: string | undefined,
): Promise<FileSystemDirectoryHandle> {
  if (last === undefined || (await hasContent(target, last))) return target;
  for (const name of await leftovers(parent, target.name)) {
    const folder = await parent.getDirectoryHandle(name);
    if (await hasContent(folder, last)) return folder;
  }
  return target;
}

/** A file is made empty, and has its content all at once when its stream is closed. */
async function hasContent(folder: FileSystemDirectoryHandle, name: string): Promise<boolean> {
  const handle = await unlessMissing(folder.getFileHandle(name));
  return handle !== null && (await handle.getFile()).size > 0;
}

async function readFiles(
  folder: FileSystemDirectoryHandle,
  names: readonly string[],
): Promise<ReadonlyMap<string, Uint8Array<ArrayBuffer>>> {
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  for (const name of names) {
    const handle = await unlessMissing(folder.getFileHandle(name));
    if (handle) files.set(name, new Uint8Array(await (await handle.getFile()).arrayBuffer()));
  }
  return files;
}

async function writeFiles(
  folder: FileSystemDirectoryHandle,
  files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>,
): Promise<void> {
  for (const [name, bytes] of files) {
    const handle = await folder.getFileHandle(name, { create: true });
    const stream = await openStream(handle);
    await stream.write(bytes);
    // Until it is closed, the file is as it was.
    await stream.close();
  }
}

async function openStream(
  handle: FileSystemFileHandle,
  options: FileSystemCreateWritableOptions = {},
): Promise<FileSystemWritableFileStream> {
  if ("createWritable" in handle) return handle.createWritable(options);
  throw new FileSystemUnavailableError({
    operation: "save",
    problem: "this browser cannot write files of its private file system from here",
    expected: "FileSystemFileHandle.createWritable",
    received: "no such method",
    hint: "Use a current browser.",
  });
}

async function requireOurs(
  parent: FileSystemDirectoryHandle,
  name: string,
  path: string,
  names: readonly string[],
): Promise<void> {
  if (!(await namesIn(parent)).includes(name)) return;
  const target = await parent.getDirectoryHandle(name).catch(() => null);
  const foreign = target === null ? [] : foreignFiles(await namesIn(target), names);
  if (target === null || foreign.length > 0) throw new FolderOccupiedError(path, foreign, names);
}

async function leftovers(parent: FileSystemDirectoryHandle, target: string): Promise<string[]> {
  const names = await namesIn(parent);
  return names.filter(
    (name) => name.startsWith(`${target}.`) && /^tmp-[0-9a-f]{8}$/.test(name.slice(target.length + 1)),
  );
}

async function namesIn(folder: FileSystemDirectoryHandle): Promise<string[]> {
  const names: string[] = [];
  for await (const name of folder.keys()) names.push(name);
  return names;
}

async function descend(
  root: FileSystemDirectoryHandle,
  names: readonly string[],
): Promise<FileSystemDirectoryHandle | null> {
  let folder: FileSystemDirectoryHandle | null = root;
  for (const name of names) folder = folder && (await unlessMissing(folder.getDirectoryHandle(name)));
  return folder;
}

async function removeQuietly(parent: FileSystemDirectoryHandle, name: string): Promise<void> {
  try {
    await parent.removeEntry(name, { recursive: true });
  } catch {
    // It does no harm, and the next save removes it.
  }
}

async function unlessMissing<T>(result: Promise<T>): Promise<T | null> {
  try {
    return await result;
  } catch (error) {
    if (error instanceof Error && error.name === "NotFoundError") return null;
    throw error;
  }
}

export const fileSystem: FileSystem = createFileSystem(globalThis.navigator ?? {});
export const files: Files = createFiles(globalThis.navigator ?? {});
