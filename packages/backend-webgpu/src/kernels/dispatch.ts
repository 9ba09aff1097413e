/** A buffer that a dispatch is bound to. */
export type Binding =
  | { readonly kind: "operand" | "result"; readonly index: number }
  /** A temporary of the kernel's own: the same name is the same buffer in all dispatches of one node. */
  | { readonly kind: "scratch"; readonly name: string; readonly bytes: number }
  /** A uniform buffer whose contents never change. */
  | { readonly kind: "uniform"; readonly bytes: Uint8Array };

/** One dispatch of a compute pipeline. */
export interface Dispatch {
  /** For profiles and errors: what it does. */
  readonly label: string;
  /**
   * A whole WGSL module with the entry point `main`. Sizes are constants in it, so that equal code is an equal
   * pipeline.
   */
  readonly code: string;
  /** What stands at `@group(0) @binding(0)`, `@binding(1)`, …; no buffer stands there twice. */
  readonly bindings: readonly Binding[];
  readonly workgroups: readonly [x: number, y: number, z: number];
}
