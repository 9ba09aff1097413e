import type { CondParams, Graph, Node, ScanParams, WhileParams } from "@elegy/autodiff/spi";

/** The options of a control primitive. */
export type Control =
  | { readonly name: "cond"; readonly params: CondParams }
  | { readonly name: "while"; readonly params: WhileParams }
  | { readonly name: "scan"; readonly params: ScanParams };

export function controlOf({ primitive, params }: Node): Control {
  // A verified graph pairs each primitive with its own options.
  switch (primitive.name) {
    case "cond":
      return { name: "cond", params: params as CondParams };
    case "while":
      return { name: "while", params: params as WhileParams };
    case "scan":
      return { name: "scan", params: params as ScanParams };
    default:
      throw new Error(`${primitive.name}: runs no graphs`);
  }
}

/** The graphs that a node runs: the branches; the condition and the body; the body. */
export function graphsOf(node: Node): readonly Graph[] {
  const control = controlOf(node);
  switch (control.name) {
    case "cond":
      return control.params.branches;
    case "while":
      return [control.params.cond, control.params.body];
    case "scan":
      return [control.params.body];
  }
}
