import { expect, it } from "vitest";
import { createFileSystem, fileSystem } from "./browser.ts";
import { fakeStorage } from "./origin-private.test-support.ts";

const NAMES = ["states", "index"];
const filesOf = (text: string): Map<string, Uint8Array<ArrayBuffer>> =>
  new Map(NAMES.map((name) => [name, new TextEncoder().encode(`${name} ${text}`)]));

it("writes, reads and replaces a folder and leaves nothing beside it", async () => {
  const storage = fakeStorage();
  const files = createFileSystem(storage.navigator);
  expect(await files.readFolder("models/a", NAMES)).toBeNull();
  await files.writeFolderAtomically("models/a", filesOf("1"));
  expect(await files.readFolder("/models/./a/", NAMES)).toEqual(filesOf("1"));
  await files.writeFolderAtomically("models/a", filesOf("2"));
  expect(await files.readFolder("models/a", NAMES)).toEqual(filesOf("2"));
  expect(storage.paths()).toEqual(["models/", "models/a/", "models/a/states", "models/a/index"]);
});

it("has the files of before or the new ones, wherever a save is interrupted", async () => {
  let finished = false;
  const seen = new Set<string>();
  for (let failAt = 1; !finished; failAt++) {
    const storage = fakeStorage();
    const files = createFileSystem(storage.navigator);
    await files.writeFolderAtomically("a", filesOf("old"));
    storage.changes = 0;
    storage.failAt = failAt;
    const failed = await files.writeFolderAtomically("a", filesOf("new")).then(
      () => false,
      () => true,
    );
    finished = !failed && storage.changes < failAt;
    storage.failAt = Infinity;

    const found = await files.readFolder("a", NAMES);
    const texts = [...(found ?? [])].map(([name, bytes]) => [name, new TextDecoder().decode(bytes)]);
    const version = texts[0]?.[1]?.split(" ")[1] ?? "none";
    seen.add(version);
    expect(["old", "new"]).toContain(version);
    expect(found).toEqual(filesOf(version));
    if (!failed) expect(version).toBe("new");

    await files.writeFolderAtomically("a", filesOf("next"));
    expect(await files.readFolder("a", NAMES)).toEqual(filesOf("next"));
    expect(storage.paths()).toEqual(["a/", "a/states", "a/index"]);
  }
  expect([...seen]).toEqual(["old", "new"]);
});

it("does not delete what is not its own", async () => {
  const storage = fakeStorage();
  const files = createFileSystem(storage.navigator);
  await storage.write("a/notes.txt", new Uint8Array(1));
  await expect(files.writeFolderAtomically("a", filesOf("1"))).rejects.toThrow(
    "save: `a` holds something else, which saving would delete. Expected a new or empty folder, or one with only states and index; received notes.txt.",
  );
  await expect(files.writeFolderAtomically("a/notes.txt", filesOf("1"))).rejects.toThrow("received a file");
  expect(storage.paths()).toEqual(["a/", "a/notes.txt"]);
});

it("asks for the lock of a folder under one name", async () => {
  const asked: string[] = [];
  const request = async (name: string, task: () => Promise<unknown>): Promise<unknown> => {
    asked.push(name);
    return task();
  };
  const locks = { request } as unknown as LockManager;
  const files = createFileSystem({ ...fakeStorage().navigator, locks });
  await files.writeFolderAtomically("m/a", filesOf("1"));
  await files.readFolder("/m//a/", NAMES);
  expect(asked).toEqual(["@elegy/core m/a", "@elegy/core m/a"]);
});

it.each(["", "/", ".", "../a", "a/.."])("refuses the path %j", async (path) => {
  const files = createFileSystem(fakeStorage().navigator);
  await expect(files.readFolder(path, NAMES)).rejects.toThrow("names separated by /, without ..");
});

it("says so where there is no private file system", async () => {
  const code = "ELEGY_FILE_SYSTEM_UNAVAILABLE";
  await expect(fileSystem.readFolder("a", NAMES)).rejects.toMatchObject({ code });
  const getDirectory = (): Promise<never> => Promise.reject(new Error("not in a private window"));
  const refusing = createFileSystem({ storage: { getDirectory } });
  await expect(refusing.writeFolderAtomically("a", filesOf("1"))).rejects.toThrow(
    "received not in a private window",
  );
});
