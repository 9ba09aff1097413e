import { byteSize, formatSpec, sizeOf, type SummaryLayer, type TensorSpec } from "@elegy/autodiff";
import * as tree from "@elegy/autodiff/tree";

/** One line of a summary. */
export interface SummaryRow {
  /** Where it stands: `Inputs`, `netParams.0`, `encoder.linear`, `*` for a whole module, `Outputs`, `Total`. */
  readonly name: string;
  /** What a layer is: `Linear`. */
  readonly type?: string;
  /** `f32[64,10]`; empty where there is more than one tensor. */
  readonly shape: string;
  /** Numbers that training changes, and the bytes they take. */
  readonly trainable: Amount;
  /** Numbers that a module keeps besides, or that are frozen. */
  readonly other: Amount;
  /** The keys that lead to a layer or parameter, by which rows are grouped; absent for inputs, outputs and totals. */
  readonly path?: readonly string[];
}

export interface Amount {
  readonly count: number;
  readonly bytes: number;
}

const NOTHING: Amount = { count: 0, bytes: 0 };

/** The trees a summary describes: of tensors, or of specs. */
export interface SummaryParts {
  readonly x?: unknown;
  readonly netParams: unknown;
  readonly netStates: unknown;
  readonly yPred?: unknown;
  /** In the order they ran; without any, each parameter is a row of its own. */
  readonly layers?: readonly SummaryLayer[];
  /** Paths of parameters that are not trained. */
  readonly frozen?: ReadonlySet<string>;
}

/**
 * Inputs; each layer with its parameters and states, or these by their paths; outputs; totals.
 *
 * @example
 * ```ts
 * const netStates = { mean: np.zeros([10]) };
 * const rows = summaryRows({ netParams: { w: np.zeros([784, 10]) }, netStates });
 * rows.map(({ name }) => name); // => ["netParams.w","netStates.mean","Total"]
 * rows.at(-1).trainable; // => {"count":7840,"bytes":31360}
 * ```
 */
export function summaryRows(parts: SummaryParts): readonly SummaryRow[] {
  const { x, yPred, layers = [] } = parts;
  const kept = keptRows(parts);
  const inputs = specs(x).map(([path, spec]) => row(named("Inputs", path), { shape: formatSpec(spec) }));
  const outputs = specs(yPred).map(([path, spec]) =>
    row(named("Outputs", path), { shape: formatSpec(spec) }),
  );
  return [
    ...inputs,
    ...(layers.length > 0 ? layerRows(layers, kept, yPred) : [...kept.map(asRow), ...outputs]),
    row("Total", { trainable: sum(kept, "trainable"), other: sum(kept, "other") }),
  ];
}

/** A parameter or state. */
interface Kept extends Pick<SummaryRow, "trainable" | "other"> {
  readonly part: "netParams" | "netStates";
  readonly path: readonly string[];
  readonly spec: TensorSpec;
}

function keptRows({ netParams, netStates, frozen = new Set() }: SummaryParts): readonly Kept[] {
  return [
    ...specs(netParams).map(([path, spec]): Kept => {
      const isFrozen = frozen.has(path);
      return {
        part: "netParams",
        path: keysOf(path),
        spec,
        trainable: isFrozen ? NOTHING : amount(spec),
        other: isFrozen ? amount(spec) : NOTHING,
      };
    }),
    ...specs(netStates).map(([path, spec]): Kept => ({
      part: "netStates",
      path: keysOf(path),
      spec,
      trainable: NOTHING,
      other: amount(spec),
    })),
  ];
}

function asRow({ part, path: [first, ...rest], spec, trainable, other }: Kept): SummaryRow {
  const path = [first === undefined ? part : `${part}.${first}`, ...rest];
  return row(path.join("."), { shape: formatSpec(spec), trainable, other, path });
}

/** A row for each layer; what belongs to none is the whole module's, which comes last. */
function layerRows(
  layers: readonly SummaryLayer[],
  kept: readonly Kept[],
  yPred: unknown,
): readonly SummaryRow[] {
  const paths = new Set(layers.map(({ path }) => path));
  const isOf = (path: string): ((one: Kept) => boolean) => {
    return (one) => longestPrefix(one.path, paths) === path;
  };
  const seen = new Set<string>([""]);
  const rows = layers.flatMap((layer): readonly SummaryRow[] => {
    if (layer.path === "") return [];
    // A layer that runs again has its parameters in its first row.
    const own = seen.has(layer.path) ? [] : kept.filter(isOf(layer.path));
    seen.add(layer.path);
    return [
      row(layer.path, {
        ...typeOf(layer),
        shape: shapeOf(layer.output),
        trainable: sum(own, "trainable"),
        other: sum(own, "other"),
        path: keysOf(layer.path),
      }),
    ];
  });
  const whole = layers.find(({ path }) => path === "") ?? { path: "", output: yPred };
  const rest = kept.filter(isOf(""));
  return [
    ...rows,
    row("*", {
      ...typeOf(whole),
      shape: shapeOf(whole.output),
      trainable: sum(rest, "trainable"),
      other: sum(rest, "other"),
      path: [],
    }),
  ];
}

/** The layer that a parameter stands under, the nearest one. */
function longestPrefix(path: readonly string[], layers: ReadonlySet<string>): string {
  for (let length = path.length; length > 0; length--) {
    const prefix = path.slice(0, length).join(".");
    if (layers.has(prefix)) return prefix;
  }
  return "";
}

function typeOf({ type }: SummaryLayer): Pick<SummaryRow, "type"> {
  return type === undefined ? {} : { type };
}

/** The one tensor there is, or nothing. */
function shapeOf(output: unknown): string {
  const [first, ...more] = specs(output);
  return first === undefined || more.length > 0 ? "" : formatSpec(first[1]);
}

function row(name: string, parts: Partial<Omit<SummaryRow, "name">>): SummaryRow {
  return { name, shape: "", trainable: NOTHING, other: NOTHING, ...parts };
}

function named(part: string, path: string): string {
  return path === "" ? part : `${part}.${path}`;
}

function keysOf(path: string): readonly string[] {
  return path === "" ? [] : path.split(".");
}

function amount(spec: TensorSpec): Amount {
  return { count: sizeOf(spec.shape), bytes: byteSize(spec) };
}

function sum(rows: readonly Pick<SummaryRow, "trainable" | "other">[], part: "trainable" | "other"): Amount {
  return rows.map((one) => one[part]).reduce(added, NOTHING);
}

/** Both together. */
export function added(a: Amount, b: Amount): Amount {
  return { count: a.count + b.count, bytes: a.bytes + b.bytes };
}

/** The tensors of a tree, concrete or described by `evalShape`. */
function specs(value: unknown): readonly (readonly [path: string, spec: TensorSpec])[] {
  return tree.leavesWithPath(value) as readonly (readonly [string, TensorSpec])[];
}
