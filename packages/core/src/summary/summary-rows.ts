import { byteSize, formatSpec, sizeOf, type TensorSpec, tree } from "@elegy/autodiff";

/** One line of a summary. */
export interface SummaryRow {
  /** Where it stands: `Inputs`, `netParams.0`, `Outputs`, `Total`. */
  readonly name: string;
  /** `f32[64,10]`; empty where there is more than one tensor. */
  readonly shape: string;
  /** Numbers that training changes, and the bytes they take. */
  readonly trainable: Amount;
  /** Numbers that a module keeps besides. */
  readonly other: Amount;
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
}

/** Inputs, every parameter and state by its path, outputs, totals. */
export function summaryRows({ x, netParams, netStates, yPred }: SummaryParts): readonly SummaryRow[] {
  const parameters = specs(netParams).map(([path, spec]) =>
    row(named("netParams", path), spec, { trainable: amount(spec) }),
  );
  const states = specs(netStates).map(([path, spec]) =>
    row(named("netStates", path), spec, { other: amount(spec) }),
  );
  const counted = [...parameters, ...states];
  return [
    ...specs(x).map(([path, spec]) => row(named("Inputs", path), spec, {})),
    ...counted,
    ...specs(yPred).map(([path, spec]) => row(named("Outputs", path), spec, {})),
    {
      name: "Total",
      shape: "",
      trainable: sum(counted.map(({ trainable }) => trainable)),
      other: sum(counted.map(({ other }) => other)),
    },
  ];
}

function row(
  name: string,
  spec: TensorSpec,
  amounts: Partial<Pick<SummaryRow, "trainable" | "other">>,
): SummaryRow {
  return { name, shape: formatSpec(spec), trainable: NOTHING, other: NOTHING, ...amounts };
}

function named(part: string, path: string): string {
  return path === "" ? part : `${part}.${path}`;
}

function amount(spec: TensorSpec): Amount {
  return { count: sizeOf(spec.shape), bytes: byteSize(spec) };
}

function sum(amounts: readonly Amount[]): Amount {
  return amounts.reduce((a, b) => ({ count: a.count + b.count, bytes: a.bytes + b.bytes }), NOTHING);
}

/** The tensors of a tree, concrete or described by `evalShape`. */
function specs(value: unknown): readonly (readonly [path: string, spec: TensorSpec])[] {
  return tree.leavesWithPath(value) as readonly (readonly [string, TensorSpec])[];
}
