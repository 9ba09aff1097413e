import { type DataFlow, type Node, present, type Value, nodeSpec } from "@elegy/autodiff/spi";
import { ruleOf } from "../kernels/rule-of.ts";

/** A tensor in memory that an element is read from, and whether at the very place of the element. */
export interface Leaf {
  readonly value: Value;
  readonly own: boolean;
}

/** What a value is computed from where it is read. */
interface View {
  readonly leaves: readonly Leaf[];
  readonly depth: number;
}

/** Beyond these, a view is written to memory once instead of being computed where it is read. */
const MOST_LEAVES = 3;
const MOST_DEPTH = 16;

/**
 * Which values are views: moved, repeated or padded elements of others, and numbers that depend on the place alone.
 * Fused kernels look through them; they exist in memory only if something else needs them.
 */
export class Views {
  readonly #flow: DataFlow;
  readonly #views = new Map<Value, View | null>();

  constructor(flow: DataFlow) {
    this.#flow = flow;
  }

  makerOf(value: Value): Node | undefined {
    const index = this.#flow.maker.get(value);
    return index === undefined ? undefined : present(this.#flow.nodes[index]);
  }

  /** Whether fused kernels read through it. Directly they look through numbers only. */
  isView(value: Value, direct: boolean): boolean {
    const view = this.#viewOf(value);
    return view !== null && !(direct && view.leaves.length > 0);
  }

  /** What has to be in memory for a value to be read in a fused kernel. */
  leavesOf(value: Value, direct: boolean): readonly Leaf[] {
    const view = this.#viewOf(value);
    return view === null || (direct && view.leaves.length > 0) ? [{ value, own: true }] : view.leaves;
  }

  /** What has to be in memory for a movement to be computed. */
  leavesOfNode(node: Node, direct: boolean): readonly Leaf[] {
    const rule = ruleOf(node);
    const keeps = rule.kind === "movement" && rule.keepsOrder?.(nodeSpec(node)) === true;
    return node.inputs
      .flatMap((input) => this.leavesOf(input, direct))
      .map(({ value, own }) => ({ value, own: own && keeps }));
  }

  #viewOf(value: Value): View | null {
    const known = this.#views.get(value);
    if (known !== undefined) return known;
    const node = this.makerOf(value);
    const view = node === undefined || ruleOf(node).kind !== "movement" ? null : this.#through(node);
    this.#views.set(value, view);
    return view;
  }

  #through(node: Node): View | null {
    const depth = 1 + Math.max(0, ...node.inputs.map((input) => this.#viewOf(input)?.depth ?? 0));
    const leaves = this.leavesOfNode(node, false);
    const distinct = new Set(leaves.map(({ value }) => value)).size;
    return depth > MOST_DEPTH || distinct > MOST_LEAVES || leaves.length > 2 * MOST_LEAVES
      ? null
      : { leaves, depth };
  }
}
