import { isRecord, type JsonNode } from "./json-node.ts";
import { ModelFolderInvalidError } from "./model-folder-errors.ts";
import { parseJsonStrictly } from "./strict-json.ts";

const SCHEMA = "elegy-model";
const VERSION = 1;

/** What `model.json` says. */
export interface ModelDocument<Node = JsonNode> {
  /** Of the model, for people. */
  readonly name: string;
  /** When, as ISO 8601. */
  readonly created?: string;
  /** SHA-256 of `states.safetensors` in hexadecimal: that it is undamaged, and belongs here. */
  readonly statesSha256?: string;
  readonly states: Readonly<Record<string, Node>>;
}

export function writeModelDocument(document: ModelDocument): Uint8Array<ArrayBuffer> {
  const text = JSON.stringify({ schema: SCHEMA, version: VERSION, ...document }, null, 2);
  return new TextEncoder().encode(`${text}\n`);
}

/** @throws ModelFolderInvalidError */
export function readModelDocument(bytes: Uint8Array, what: string): ModelDocument<unknown> {
  const document = parse(bytes, what);
  if (document["schema"] !== SCHEMA)
    refuse(`${what} describes no model`, `schema "${SCHEMA}"`, document["schema"]);
  const { version, name, created, statesSha256, states } = document;
  if (typeof version === "number" && version > VERSION) {
    throw new ModelFolderInvalidError({
      problem: `${what} was written by a newer version of @elegy/core`,
      expected: `version ${VERSION}`,
      received: `version ${version}`,
      hint: "Update @elegy/core to read it.",
    });
  }
  if (version !== VERSION) refuse(`${what} has no valid version`, String(VERSION), version);
  if (typeof name !== "string") return refuse(`${what} has no valid name`, "a string", name);
  if (!isRecord(states)) return refuse(`${what} has no valid states`, "an object of fields", states);
  if (!isOptionalString(created)) return refuse(`${what} has no valid date`, "a string", created);
  if (!isOptionalString(statesSha256))
    return refuse(`${what} has no valid checksum`, "a string", statesSha256);
  return {
    name,
    states,
    ...(created === undefined ? {} : { created }),
    ...(statesSha256 === undefined ? {} : { statesSha256 }),
  };
}

function isOptionalString(value: unknown): value is string | undefined {
  return value === undefined || typeof value === "string";
}

function parse(bytes: Uint8Array, what: string): Readonly<Record<string, unknown>> {
  let document: unknown;
  try {
    document = parseJsonStrictly(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new ModelFolderInvalidError({
      problem: `${what} is not valid JSON`,
      received: cause instanceof Error ? cause.message : String(cause),
      hint: "The file is damaged: restore it from a copy, or save the model again.",
      cause,
    });
  }
  return isRecord(document) ? document : refuse(`${what} describes no model`, "a JSON object", document);
}

function refuse(problem: string, expected: string, received: unknown): never {
  throw new ModelFolderInvalidError({
    problem,
    expected,
    received: JSON.stringify(received)?.slice(0, 80) ?? "nothing",
  });
}
