import { randomBytes } from "node:crypto";
import {
  appendFile,
  mkdir,
  open,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
  writeFile,
} from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import type { Disk } from "./disk.ts";
import { FolderOccupiedError } from "./file-system-errors.ts";
import type { Files } from "./files.ts";
import type { FileSystem } from "./file-system.ts";
import { foreignFiles } from "./foreign-files.ts";
import { createQueue } from "./queue.ts";

export const nodeDisk: Disk = {
  makeFolder: async (path) => void (await mkdir(path, { recursive: true })),
  async writeFile(path, bytes) {
    const file = await open(path, "w");
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
  },
  readFile,
  list: (path) => readdir(path),
  rename,
  remove: (path) => rm(path, { recursive: true, force: true }),
  realPath: (path) => realpath(path),
};

/**
 * New files are written to a folder beside the target, `NAME.tmp-PID-ID`. The old target is renamed to
 * `NAME.old-PID-ID`, the new folder to the target, and the old one removed. Between the two renames there is no
 * target, but both others: reading then takes the old one.
 */
export function createFileSystem(disk: Disk): FileSystem {
  const queue = createQueue();

  return {
    async readFolder(path, names) {
      const target = await targetOf(disk, path);
      return queue(target, async () => {
        const folder = (await exists(disk, target)) ? target : await setAside(disk, target);
        if (folder === null) return null;
        const files = await Promise.all(
          names.map(async (name) => [name, await unlessMissing(disk.readFile(join(folder, name)))] as const),
        );
        return new Map(files.flatMap(([name, bytes]) => (bytes === null ? [] : [[name, bytes] as const])));
      });
    },

    async writeFolderAtomically(path, files) {
      const target = await targetOf(disk, path);
      await queue(target, async () => {
        await requireOurs(disk, target, [...files.keys()]);
        await replace(disk, target, files);
        await tidy(disk, target);
      });
    },

    async removeFolder(path, names) {
      const target = await targetOf(disk, path);
      await queue(target, async () => {
        await requireOurs(disk, target, names);
        await tidy(disk, target);
        await disk.remove(target);
      });
    },
  };
}

async function replace(disk: Disk, target: string, files: ReadonlyMap<string, Uint8Array>): Promise<void> {
  const id = `${process.pid}-${randomBytes(4).toString("hex")}`;
  const fresh = `${target}.tmp-${id}`;
  const old = `${target}.old-${id}`;
  let moved = false;
  try {
    await disk.makeFolder(fresh);
    for (const [name, bytes] of files) await disk.writeFile(join(fresh, name), bytes);
    const before = await unlessMissing(disk.rename(target, old).then(() => true));
    moved = before === true;
    await disk.rename(fresh, target);
  } catch (error) {
    try {
      if (moved) await disk.rename(old, target);
      await disk.remove(fresh);
    } catch {
      // Reading finds the old folder even so, and the first error is the one to tell.
    }
    throw error;
  }
}

/** Removes what this save and interrupted ones left; a folder that cannot be removed does no harm. */
async function tidy(disk: Disk, target: string): Promise<void> {
  try {
    for (const { name, pid } of await leftovers(disk, target)) {
      if (pid === process.pid || !isRunning(pid)) await disk.remove(join(dirname(target), name));
    }
  } catch {
    // The model is saved.
  }
}

/** The old folder of a save that was interrupted between its renames. */
async function setAside(disk: Disk, target: string): Promise<string | null> {
  const found = await leftovers(disk, target);
  const old = found.findLast(({ kind, id }) => {
    return kind === "old" && found.some((other) => other.kind === "tmp" && other.id === id);
  });
  return old === undefined ? null : join(dirname(target), old.name);
}

interface Leftover {
  readonly name: string;
  readonly kind: string;
  readonly id: string;
  readonly pid: number;
}

async function leftovers(disk: Disk, target: string): Promise<Leftover[]> {
  const prefix = `${basename(target)}.`;
  const names = (await unlessMissing(disk.list(dirname(target)))) ?? [];
  return names.flatMap((name) => {
    const match =
      name.startsWith(prefix) && /^(tmp|old)-((\d+)-[0-9a-f]{8})$/.exec(name.slice(prefix.length));
    return match ? [{ name, kind: match[1] ?? "", id: match[2] ?? "", pid: Number(match[3]) }] : [];
  });
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return codeOf(error) !== "ESRCH";
  }
}

async function requireOurs(disk: Disk, target: string, names: readonly string[]): Promise<void> {
  let entries: string[] | null;
  try {
    entries = await unlessMissing(disk.list(target));
  } catch (error) {
    if (codeOf(error) === "ENOTDIR") throw new FolderOccupiedError(target, [], names);
    throw error;
  }
  const foreign = foreignFiles(entries ?? [], names);
  if (foreign.length > 0) throw new FolderOccupiedError(target, foreign, names);
}

/** A symbolic link stays, and the folder it leads to is replaced. */
async function targetOf(disk: Disk, path: string): Promise<string> {
  const target = resolve(path);
  return (await unlessMissing(disk.realPath(target))) ?? target;
}

async function exists(disk: Disk, path: string): Promise<boolean> {
  return (await unlessMissing(disk.list(path))) !== null;
}

async function unlessMissing<T>(result: Promise<T>): Promise<T | null> {
  try {
    return await result;
  } catch (error) {
    if (codeOf(error) === "ENOENT") return null;
    throw error;
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}

export const fileSystem: FileSystem = createFileSystem(nodeDisk);

export const files: Files = {
  read: (path) => unlessMissing<Uint8Array<ArrayBuffer>>(readFile(path)),
  async write(path, bytes) {
    await mkdir(dirname(resolve(path)), { recursive: true });
    await writeFile(path, bytes);
  },
  async append(path, bytes) {
    await mkdir(dirname(resolve(path)), { recursive: true });
    await appendFile(path, bytes);
  },
};
