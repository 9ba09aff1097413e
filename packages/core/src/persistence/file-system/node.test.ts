import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import type { Disk } from "./disk.ts";
import { createFileSystem, fileSystem, nodeDisk } from "./node.ts";

const NAMES = ["states", "index"];
const filesOf = (text: string): Map<string, Uint8Array<ArrayBuffer>> =>
  new Map(NAMES.map((name) => [name, new TextEncoder().encode(`${name} ${text}`)]));

const textsOf = (files: ReadonlyMap<string, Uint8Array> | null): string[] =>
  [...(files ?? [])].map(([, bytes]) => new TextDecoder().decode(bytes));

let root: string;
let parent: string;
let count = 0;
beforeAll(async () => void (root = await mkdtemp(join(tmpdir(), "elegy-"))));
afterAll(() => rm(root, { recursive: true }));
beforeEach(async () => {
  parent = join(root, String(count++));
  await mkdir(parent);
});

/** A disk that from its `failAt`th change on does nothing but fail, as if the process were killed there. */
function dyingDisk(failAt: number, half = false): Disk & { changes: number } {
  const disk = { ...nodeDisk, changes: 0 };
  const dies = (): boolean => ++disk.changes >= failAt;
  const killed = (): Error => new Error("killed");
  for (const name of ["makeFolder", "remove"] as const) {
    disk[name] = async (path) => {
      if (dies()) throw killed();
      await nodeDisk[name](path);
    };
  }
  disk.rename = async (from, to) => {
    if (dies()) throw killed();
    await nodeDisk.rename(from, to);
  };
  disk.writeFile = async (path, bytes) => {
    const dead = dies();
    if (!dead || (half && disk.changes === failAt)) {
      await nodeDisk.writeFile(path, dead ? bytes.subarray(0, 3) : bytes);
    }
    if (dead) throw killed();
  };
  return disk;
}

it("writes, reads and replaces a folder and leaves nothing beside it", async () => {
  const path = join(parent, "models/deep/a");
  expect(await fileSystem.readFolder(path, NAMES)).toBeNull();
  await fileSystem.writeFolderAtomically(path, filesOf("1"));
  await fileSystem.writeFolderAtomically(path, filesOf("2"));
  expect(textsOf(await fileSystem.readFolder(path, NAMES))).toEqual(["states 2", "index 2"]);
  expect(await readdir(join(parent, "models/deep"))).toEqual(["a"]);
  expect(await readFile(join(path, "index"), "utf8")).toBe("index 2");
});

it.each([
  ["between two changes", false],
  ["within a write", true],
])("has the files of before or the new ones when killed %s", async (_title, half) => {
  const path = join(parent, "a");
  const seen: string[] = [];
  let finished = false;
  for (let failAt = 1; !finished; failAt++) {
    await fileSystem.writeFolderAtomically(path, filesOf("old"));
    const disk = dyingDisk(failAt, half);
    const failed = await createFileSystem(disk)
      .writeFolderAtomically(path, filesOf("new"))
      .then(
        () => false,
        () => true,
      );
    finished = disk.changes < failAt;

    const texts = textsOf(await fileSystem.readFolder(path, NAMES));
    const version = failed ? "old" : "new";
    seen.push(version);
    expect(texts).toEqual([`states ${version}`, `index ${version}`]);
  }
  // Made folder, two files, two renames; a failure to tidy up afterwards is none.
  expect(seen).toEqual(["old", "old", "old", "old", "old", "new", "new"]);

  await fileSystem.writeFolderAtomically(path, filesOf("next"));
  expect(await readdir(parent)).toEqual(["a"]);
});

it("puts the old folder back and removes the new one when one operation fails", async () => {
  const path = join(parent, "a");
  await fileSystem.writeFolderAtomically(path, filesOf("old"));
  const full: Disk = { ...nodeDisk, writeFile: () => Promise.reject(new Error("disk full")) };
  await expect(createFileSystem(full).writeFolderAtomically(path, filesOf("new"))).rejects.toThrow(
    "disk full",
  );
  expect(await readdir(parent)).toEqual(["a"]);

  let renames = 0;
  const rename: Disk["rename"] = (from, to) =>
    ++renames === 2 ? Promise.reject(new Error("busy")) : nodeDisk.rename(from, to);
  const busy = createFileSystem({ ...nodeDisk, rename });
  await expect(busy.writeFolderAtomically(path, filesOf("new"))).rejects.toThrow("busy");
  expect(await readdir(parent)).toEqual(["a"]);
  expect(textsOf(await fileSystem.readFolder(path, NAMES))).toEqual(["states old", "index old"]);
});

it("does not bring back a folder that was deleted", async () => {
  const path = join(parent, "a");
  await mkdir(`${path}.old-1-00000000`);
  await writeFile(join(`${path}.old-1-00000000`, "index"), "");
  expect(await fileSystem.readFolder(path, NAMES)).toBeNull();
});

it("leaves alone what only looks like its own, and what a running process writes", async () => {
  const path = join(parent, "a");
  const others = ["a.tmp-mine", "b.tmp-1-00000000", `a.tmp-${process.ppid}-00000000`];
  for (const other of others) await mkdir(join(parent, other));
  await mkdir(join(parent, `a.tmp-${process.pid}-00000000`));
  await fileSystem.writeFolderAtomically(path, filesOf("1"));
  expect((await readdir(parent)).toSorted()).toEqual(["a", ...others].toSorted());
});

it("runs saves and loads of one folder one after the other", async () => {
  const path = join(parent, "a");
  const saves = Array.from({ length: 10 }, (_, i) =>
    fileSystem.writeFolderAtomically(i % 2 ? path : `${path}/../a`, filesOf(String(i))),
  );
  const loads = saves.map(() => fileSystem.readFolder(path, NAMES));
  await Promise.all(saves);
  for (const files of await Promise.all(loads)) {
    const [states, index] = textsOf(files);
    if (states !== undefined) expect(states.split(" ")[1]).toBe(index?.split(" ")[1]);
  }
  expect(await readdir(parent)).toEqual(["a"]);
});

it("replaces the folder a link leads to", async () => {
  await fileSystem.writeFolderAtomically(join(parent, "a"), filesOf("1"));
  await symlink("a", join(parent, "link"));
  await fileSystem.writeFolderAtomically(join(parent, "link"), filesOf("2"));
  expect(textsOf(await fileSystem.readFolder(join(parent, "a"), NAMES))).toEqual(["states 2", "index 2"]);
  expect((await readdir(parent)).toSorted()).toEqual(["a", "link"]);
});

it("does not delete what is not its own", async () => {
  await writeFile(join(parent, "notes.txt"), "mine");
  await mkdir(join(parent, "folder"));
  const refused = fileSystem.writeFolderAtomically(parent, filesOf("1"));
  await expect(refused).rejects.toMatchObject({ code: "ELEGY_FOLDER_OCCUPIED" });
  await expect(refused).rejects.toThrow("received folder, notes.txt. Save to another folder.");
  const file = join(parent, "notes.txt");
  await expect(fileSystem.writeFolderAtomically(file, filesOf("1"))).rejects.toThrow("received a file");
  expect(await readFile(file, "utf8")).toBe("mine");
});

it("does not mind what desktops put into folders", async () => {
  const path = join(parent, "a");
  await fileSystem.writeFolderAtomically(path, filesOf("1"));
  await writeFile(join(path, ".DS_Store"), "");
  await fileSystem.writeFolderAtomically(path, filesOf("2"));
  expect((await readdir(path)).toSorted()).toEqual(["index", "states"]);
});
