import { NOTHING_COLLECTED } from "./collected.ts";
import { leave } from "./hook-context.ts";

/** What there is to say about a layer. */
export interface LayerOptions {
  /** What the layer is: `Linear`. */
  readonly type?: string | undefined;
}

/**
 * Names a layer for `model.summary`: a row with the shape of what it gives, to which the parameters and states under the
 * same path are counted. Does nothing where no summary is made.
 *
 * @param path where the layer's parameters stand: `encoder.linear`; empty for the module itself.
 * @param value what the layer gives: a tensor, or a tree of them.
 * @throws HookUnreachableError inside of a transformation that does not carry hooks.
 * @example
 * ```ts
 * const module = (x, { initializing, params }) => {
 *   const { double } = initializing ? { double: { w: np.full([1], 2) } } : params;
 *   const y = x.mul(double.w);
 *   hooks.addSummary("double", y, { type: "Scale" });
 *   return outputStates({ preds: y.sum({ axis: -1 }), params: { double } });
 * };
 * const rows = await new Model({ module }).summary({ x: np.ones([2, 3]), print: false });
 * rows.map(({ name, shape, trainable }) => `${name} ${shape} ${trainable.count}`); // => ["Inputs f32[2,3] 0","double f32[2,3] 1","* f32[2] 0","Total  1"]
 * ```
 */
export function addSummary(path: string, value: unknown, { type = "" }: LayerOptions = {}): void {
  // All keys and no text as a leaf: this is a tree of tensors.
  leave("addSummary", path, { ...NOTHING_COLLECTED, summaries: [{ [path]: { [type]: value } }] });
}
