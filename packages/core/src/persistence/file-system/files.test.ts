import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createFiles, createFileSystem } from "./browser.ts";
import type { Files } from "./files.ts";
import type { FileSystem } from "./file-system.ts";
import { files as nodeFiles, fileSystem as nodeFileSystem } from "./node.ts";
import { fakeStorage } from "./origin-private.test-support.ts";

const bytes = (...values: readonly number[]): Uint8Array<ArrayBuffer> => Uint8Array.from(values);
const { navigator } = fakeStorage();

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "elegy-"));
});
afterAll(() => rm(root, { recursive: true }));

describe.each<[string, Files, FileSystem, () => string]>([
  ["Node", nodeFiles, nodeFileSystem, () => root],
  ["browsers", createFiles(navigator), createFileSystem(navigator), () => "logs"],
])("in %s", (_, files, fileSystem, folder) => {
  it("files are made with their folders, grow and are replaced", async () => {
    const path = `${folder()}/a/b/log`;
    expect(await files.read(path)).toBeNull();
    await files.append(path, bytes(1, 2));
    await files.append(path, bytes(3));
    expect([...((await files.read(path)) ?? [])]).toEqual([1, 2, 3]);
    await files.write(path, bytes(9));
    await files.append(path, bytes(8));
    expect([...((await files.read(path)) ?? [])]).toEqual([9, 8]);
    expect(await files.read(`${folder()}/a/none`)).toBeNull();
  });

  it("a folder is removed if it is ours", async () => {
    const path = `${folder()}/model`;
    await fileSystem.removeFolder(path, ["x"]);
    await fileSystem.writeFolderAtomically(path, new Map([["x", bytes(1)]]));
    await fileSystem.removeFolder(path, ["x"]);
    expect(await fileSystem.readFolder(path, ["x"])).toBeNull();
    await files.write(`${path}/thesis.tex`, bytes(1));
    await expect(fileSystem.removeFolder(path, ["x"])).rejects.toMatchObject({
      code: "ELEGY_FOLDER_OCCUPIED",
    });
    expect(await files.read(`${path}/thesis.tex`)).not.toBeNull();
  });
});
