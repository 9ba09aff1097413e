import { type DType, formatSpec, type Shape } from "@elegy/autodiff";
import type { HostTensor } from "./host-tensor.ts";
import { ModelFolderInvalidError, StateUnsavableError } from "./model-folder-errors.ts";
import { isDType } from "./safetensors-dtypes.ts";
import type { StateNode } from "./state-node.ts";
import { showPath, type StatePath, tensorName } from "./state-path.ts";

/** A tree of states in `model.json`: lists are arrays, everything else says what it is. */
export type JsonNode =
  | null
  | readonly JsonNode[]
  | { readonly object: Readonly<Record<string, JsonNode>> }
  | { readonly tensor: string; readonly dtype: DType; readonly shape: Shape }
  | { readonly number: number | "NaN" | "Infinity" | "-Infinity" | "-0" }
  | { readonly string: string }
  | { readonly boolean: boolean }
  | { readonly undefined: true };

/**
 * Writes a tree down.
 *
 * @param onTensor is called with the value and the name of every tensor.
 * @throws StateUnsavableError for a leaf that is neither tensor nor plain data.
 */
function toJsonNode(
  node: StateNode,
  path: StatePath,
  onTensor: (name: string, tensor: unknown) => void,
): JsonNode {
  switch (node.kind) {
    case "null":
      return null;
    case "undefined":
      return { undefined: true };
    case "array":
      return node.children.map(([key, child]) => toJsonNode(child, [...path, key], onTensor));
    case "object":
      return { object: toJsonFields(node.children, path, onTensor) };
    case "leaf": {
      if (node.spec === null) return plainToJson(node.value, path);
      const tensor = tensorName(path);
      onTensor(tensor, node.value);
      return { tensor, dtype: node.spec.dtype, shape: node.spec.shape };
    }
  }
}

/** The fields of an object, written down. */
export function toJsonFields(
  children: readonly (readonly [key: string, child: StateNode])[],
  path: StatePath,
  onTensor: (name: string, tensor: unknown) => void,
): Readonly<Record<string, JsonNode>> {
  const fields = children.map(([key, child]) => [key, toJsonNode(child, [...path, key], onTensor)] as const);
  return Object.fromEntries(fields);
}

function plainToJson(value: unknown, path: StatePath): JsonNode {
  if (typeof value === "number") return { number: jsonNumber(value) };
  if (typeof value === "string") return { string: value };
  if (typeof value === "boolean") return { boolean: value };
  throw new StateUnsavableError({
    problem: `\`${showPath(path)}\` is nothing that can be saved`,
    received:
      typeof value === "object" && value !== null ? `a ${value.constructor.name}` : `a ${typeof value}`,
    hint: ArrayBuffer.isView(value)
      ? "Make a tensor of it: np.array(data, { shape })."
      : "Keep it outside the states, or register its class with tree.register.",
  });
}

/** JSON has no words for the other numbers. */
function jsonNumber(value: number): number | "NaN" | "Infinity" | "-Infinity" | "-0" {
  if (Number.isNaN(value)) return "NaN";
  if (Object.is(value, -0)) return "-0";
  if (value === Infinity) return "Infinity";
  return value === -Infinity ? "-Infinity" : value;
}

/**
 * Builds the tree again.
 *
 * @param takeTensor gives the tensor of a name.
 * @throws ModelFolderInvalidError
 */
function fromJsonNode(
  node: unknown,
  path: StatePath,
  takeTensor: (name: string, path: StatePath) => HostTensor,
): unknown {
  if (node === null) return null;
  if (Array.isArray(node))
    return node.map((child, i) => fromJsonNode(child, [...path, String(i)], takeTensor));
  if (!isRecord(node)) return refuseNode(node, path);
  if (typeof node["tensor"] === "string") return tensorOf(node, node["tensor"], path, takeTensor);
  const [kind, ...more] = Object.keys(node);
  const value = kind === undefined || more.length > 0 ? undefined : node[kind];
  if (kind === "object" && isRecord(value)) return fromJsonFields(value, path, takeTensor);
  if (kind === "undefined" && value === true) return undefined;
  if (kind === "string" && typeof value === "string") return value;
  if (kind === "boolean" && typeof value === "boolean") return value;
  if (kind === "number" && typeof value === "number") return value;
  if (kind === "number" && typeof value === "string" && UNUSUAL_NUMBERS.has(value)) return Number(value);
  return refuseNode(node, path);
}

const UNUSUAL_NUMBERS: ReadonlySet<string> = new Set(["NaN", "Infinity", "-Infinity", "-0"]);

/** The fields of an object, built again. */
export function fromJsonFields(
  fields: Readonly<Record<string, unknown>>,
  path: StatePath,
  takeTensor: (name: string, path: StatePath) => HostTensor,
): Record<string, unknown> {
  const entries = Object.entries(fields).map(
    ([key, child]) => [key, fromJsonNode(child, [...path, key], takeTensor)] as const,
  );
  return Object.fromEntries(entries);
}

function tensorOf(
  { dtype, shape }: Readonly<Record<string, unknown>>,
  name: string,
  path: StatePath,
  takeTensor: (name: string, path: StatePath) => HostTensor,
): HostTensor {
  if (!isDType(dtype) || !Array.isArray(shape)) return refuseNode({ tensor: name, dtype, shape }, path);
  const tensor = takeTensor(name, path);
  const expected = formatSpec({ dtype, shape: shape.map(Number) });
  const received = formatSpec(tensor);
  if (expected === received) return tensor;
  throw new ModelFolderInvalidError({
    problem: `the files disagree about \`${showPath(path)}\``,
    expected: `${expected}, as model.json says`,
    received: received,
    hint: "The two files come from different saves: save the model again.",
  });
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function refuseNode(node: unknown, path: StatePath): never {
  throw new ModelFolderInvalidError({
    problem: `model.json says nothing that can be understood about \`${showPath(path)}\``,
    expected:
      "null, a list, or an object that names one of: object, tensor, number, string, boolean, undefined",
    received: JSON.stringify(node)?.slice(0, 80) ?? "nothing",
  });
}
