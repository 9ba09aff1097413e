import { dtypeOfNumber } from "../../tensor/promotion.ts";
import type { DType } from "../../tensor/dtype.ts";
import { isTensor, type Tensor } from "../../tensor/tensor.ts";
import { tensorObject } from "../../tensor/tensor-object.ts";
import { tensorLeaves } from "../../transform/tensor-leaves.ts";
import { leavesWithPath, structureText, type TreeDef } from "../../tree/flatten.ts";
import { TreeMismatchError } from "../../tree/map.ts";
import { constant } from "../creation.ts";

/** Any tree; the empty tuple among its types makes an array literal a tuple where one is inferred. */
export type Tree = object | readonly unknown[] | [] | number | boolean | string | null | undefined;

/** A tree of tensors and numbers, taken apart. */
export interface Leaves {
  readonly tensors: readonly Tensor[];
  /** Which leaves give way to the dtype of another operand: numbers, and tensors made from one. */
  readonly weak: readonly boolean[];
  readonly paths: readonly string[];
  readonly def: TreeDef;
  readonly tree: unknown;
}

export function leavesOf(operation: string, what: string, tree: unknown): Leaves {
  const { tensors, def } = tensorLeaves(operation, what, tree, (value) =>
    constant(value, scalarDType(value)),
  );
  const entries = leavesWithPath(tree);
  return {
    tensors,
    weak: entries.map(([, leaf]) => !isTensor(leaf) || tensorObject(leaf).weak),
    paths: entries.map(([path]) => path),
    def,
    tree,
  };
}

function scalarDType(value: number | boolean): DType {
  const dtype = dtypeOfNumber(value);
  return dtype === "int32" && (Number(value) | 0) !== value ? "float32" : dtype;
}

/** @throws TreeMismatchError */
export function requireSameStructure(operation: string, expected: Leaves, received: Leaves): void {
  if (structureText(expected.def) === structureText(received.def)) return;
  throw new TreeMismatchError(operation, expected.tree, received.tree);
}

/** A place in a tree as messages name it: `` at `h.0` ``. */
export function atPath(path: string | undefined): string {
  return path ? ` at \`${path}\`` : "";
}
