import { fileSystem as defaultFileSystem } from "#file-system";
import { ArgumentInvalidError, ElegyError, isTensor } from "@elegy/autodiff";
import type { FileSystem } from "./file-system/file-system.ts";
import { type HostTensor, isHostTensor } from "./host-tensor.ts";
import { fromJsonFields, toJsonFields } from "./json-node.ts";
import { type ModelDocument, readModelDocument, writeModelDocument } from "./model-document.ts";
import {
  ModelFolderInvalidError,
  ModelFolderUnwritableError,
  StateUnsavableError,
} from "./model-folder-errors.ts";
import { decodeSafetensors, encodeSafetensors } from "./safetensors.ts";
import { describeNode, stateNode } from "./state-node.ts";
import { showPath } from "./state-path.ts";

const DOCUMENT = "model.json";
const TENSORS = "states.safetensors";

/** What is said of a model that is saved. */
export interface ModelInfo {
  /** For people: usually the name of its class. */
  readonly name: string;
}

/** A model as it was saved. */
export interface LoadedModel extends ModelInfo {
  /** When it was saved, as ISO 8601. */
  readonly created?: string;
  /** By field: trees with a {@link HostTensor} for each tensor. Classes registered as nodes are plain objects. */
  readonly states: Readonly<Record<string, unknown>>;
}

/**
 * Writes states to a folder of two files: `model.json` describes their structure, `states.safetensors` holds the
 * tensors, named as their paths (`netParams.0.w`). The folder appears whole or not at all: a save that fails or
 * is killed leaves the model saved there before as it was.
 *
 * @param path of the folder, made if there is none; in browsers within the origin's private file system.
 * @param states `States`, or an object of trees.
 * @throws StateUnsavableError for a value that is neither tensor nor plain data.
 * @throws FolderOccupiedError if the folder holds anything but a model.
 * @throws ModelFolderUnwritableError if the disk is full, the folder is read-only, …
 * @example
 * ```ts
 * import { loadModelFolder, np, saveModelFolder } from "@elegy/core";
 * import { mkdtemp } from "node:fs/promises";
 * import { tmpdir } from "node:os";
 *
 * const folder = `${await mkdtemp(`${tmpdir()}/elegy-`)}/model`;
 * await saveModelFolder(folder, { netParams: { w: np.array([[1, 2]]) }, step: 3 }, { name: "Example" });
 *
 * const { name, states } = await loadModelFolder(folder);
 * name; // => Example
 * states.step; // => 3
 * const { w } = states.netParams;
 * np.array(w.data, w); // => [[1,2]]
 * ```
 */
export async function saveModelFolder(
  path: string,
  states: unknown,
  { name }: ModelInfo,
  fileSystem: FileSystem = defaultFileSystem,
): Promise<void> {
  requirePath("save", path);
  const root = stateNode(states);
  if (root.kind !== "object") {
    throw new StateUnsavableError({
      problem: "the states are no fields with names",
      received: describeNode(root),
    });
  }
  const pending = new Map<string, Promise<HostTensor>>();
  const fields = toJsonFields(root.children, [], (tensor, value) =>
    pending.set(tensor, hostCopy(value, tensor)),
  );
  const tensors = await Promise.all(
    [...pending].map(async ([tensor, copy]) => [tensor, await copy] as const),
  );

  const bytes = encodeSafetensors(new Map(tensors), { schema: "elegy-model" });
  const document: ModelDocument = {
    name,
    created: new Date().toISOString(),
    statesSha256: await sha256(bytes),
    states: fields,
  };
  const files = new Map([
    [TENSORS, bytes],
    [DOCUMENT, writeModelDocument(document)],
  ]);
  try {
    await fileSystem.writeFolderAtomically(path, files);
  } catch (error) {
    throw error instanceof ElegyError ? error : new ModelFolderUnwritableError(path, error);
  }
}

/**
 * Reads what {@link saveModelFolder} wrote.
 *
 * @throws ModelFolderInvalidError if there is no model, or a damaged or foreign one.
 * @example
 * ```ts
 * import { mkdtemp } from "node:fs/promises";
 * import { tmpdir } from "node:os";
 * const folder = `${await mkdtemp(`${tmpdir()}/elegy-`)}/model`;
 * await saveModelFolder(folder, { netParams: { w: np.ones([2]) } }, { name: "Example" });
 * const { states } = await loadModelFolder(folder);
 * isHostTensor(states.netParams.w); // => true
 * states.netParams.w.data; // => [1,1]
 * ```
 */
export async function loadModelFolder(
  path: string,
  fileSystem: FileSystem = defaultFileSystem,
): Promise<LoadedModel> {
  requirePath("load", path);
  const files = await readFiles(fileSystem, path);
  const fileOf = (name: string): Uint8Array<ArrayBuffer> =>
    files.get(name) ?? refuseMissing(path, name, [...files.keys()]);
  const what = `\`${path}/${DOCUMENT}\``;
  const { states: fields, statesSha256, ...info } = readModelDocument(fileOf(DOCUMENT), what);
  const bytes = fileOf(TENSORS);
  const tensors = decode(bytes, `\`${path}/${TENSORS}\``);
  const received = `sha256 ${await sha256(bytes)}`;
  if (statesSha256 !== undefined && received !== `sha256 ${statesSha256}`) {
    throw new ModelFolderInvalidError({
      problem: `\`${path}/${TENSORS}\` is damaged or was changed`,
      expected: `sha256 ${statesSha256}, as ${DOCUMENT} says`,
      received,
      hint: `If it was changed on purpose, remove "statesSha256" from ${DOCUMENT}.`,
    });
  }
  return { ...info, states: join(fields, tensors, path) };
}

/**
 * Removes what {@link saveModelFolder} wrote; nothing happens if there is nothing.
 *
 * @throws FolderOccupiedError if the folder holds anything but a model.
 */
export async function removeModelFolder(
  path: string,
  fileSystem: FileSystem = defaultFileSystem,
): Promise<void> {
  requirePath("remove", path);
  await fileSystem.removeFolder(path, [TENSORS, DOCUMENT]);
}

/** Whether there is a folder: one to read, or one to complain of. */
export async function modelFolderExists(
  path: string,
  fileSystem: FileSystem = defaultFileSystem,
): Promise<boolean> {
  return (await fileSystem.readFolder(path, [DOCUMENT])) !== null;
}

async function readFiles(
  fileSystem: FileSystem,
  path: string,
): Promise<ReadonlyMap<string, Uint8Array<ArrayBuffer>>> {
  let files: ReadonlyMap<string, Uint8Array<ArrayBuffer>> | null;
  try {
    files = await fileSystem.readFolder(path, [TENSORS, DOCUMENT]);
  } catch (error) {
    if (error instanceof ElegyError) throw error;
    throw new ModelFolderInvalidError({
      problem: `\`${path}\` cannot be read`,
      expected: `a folder with ${DOCUMENT} and ${TENSORS}`,
      received: error instanceof Error ? error.message : String(error),
      cause: error,
    });
  }
  if (files !== null) return files;
  throw new ModelFolderInvalidError({
    problem: `there is no model in \`${path}\``,
    expected: `a folder with ${DOCUMENT} and ${TENSORS}`,
    received: "no such folder",
  });
}

/** The tree of the document with the tensors in place: each is used, and once. */
function join(
  fields: Readonly<Record<string, unknown>>,
  tensors: ReadonlyMap<string, HostTensor>,
  folder: string,
): Readonly<Record<string, unknown>> {
  const left = new Map(tensors);
  const states = fromJsonFields(fields, [], (name, path) => {
    const tensor = left.get(name);
    if (tensor !== undefined) {
      left.delete(name);
      return tensor;
    }
    throw new ModelFolderInvalidError({
      problem: `the tensor of \`${showPath(path)}\` is missing in \`${folder}/${TENSORS}\``,
      expected: `a tensor named ${JSON.stringify(name)}`,
      received: tensors.has(name) ? "one that is used elsewhere already" : `${tensors.size} others`,
    });
  });
  const [extra] = left.keys();
  if (extra === undefined) return states;
  throw new ModelFolderInvalidError({
    problem: `\`${folder}/${TENSORS}\` has tensors that ${DOCUMENT} does not know`,
    expected: `${tensors.size - left.size} tensors`,
    received: `${tensors.size}, of them ${JSON.stringify(extra)}`,
  });
}

function decode(bytes: Uint8Array, what: string): ReadonlyMap<string, HostTensor> {
  try {
    return decodeSafetensors(bytes, what).tensors;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ModelFolderInvalidError({
      problem: `the tensors cannot be read: ${reason.replace(/\.$/, "")}`,
      cause,
    });
  }
}

async function hostCopy(value: unknown, path: string): Promise<HostTensor> {
  if (isTensor(value)) return { dtype: value.dtype, shape: value.shape, data: await value.data() };
  if (isHostTensor(value)) return value;
  throw new StateUnsavableError({ problem: `\`${path}\` has no data`, received: "a shape and a dtype" });
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function refuseMissing(path: string, file: string, present: readonly string[]): never {
  throw new ModelFolderInvalidError({
    problem: `\`${path}/${file}\` is missing`,
    expected: `a folder with ${DOCUMENT} and ${TENSORS}`,
    received: present.length === 0 ? "neither" : `only ${present.join(", ")}`,
  });
}

function requirePath(operation: string, path: unknown): void {
  if (typeof path === "string" && path !== "") return;
  throw new ArgumentInvalidError({
    operation,
    problem: "there is no path",
    expected: "the path of a folder",
    received: JSON.stringify(path) ?? "nothing",
  });
}
