import { derivedFrom } from "../graph/derived-graphs.ts";
import { evaluateGraph } from "../graph/evaluate-graph.ts";
import {
  type BatchAxis,
  type BatchedGraph,
  type BatchGraph,
  type Graph,
  perOperand,
  type Primitive,
} from "../primitive/primitive.ts";
import { mappedInFront } from "../primitive/rules/batch-rules.ts";
import type { TensorSpec } from "../tensor/spec.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { payloadOf, newTensor, tensorObject } from "../tensor/tensor-object.ts";
import { traceGraph } from "./graph-builder.ts";
import type { Interpreter } from "./interpreter.ts";
import { ruleOf } from "./rule-of.ts";
import { innermostInterpreter, withInterpreter } from "./stack.ts";

/** A stack of examples, seen from inside as one of them; `null`: the same for all. */
export interface Batched {
  readonly tensor: Tensor;
  readonly axis: BatchAxis;
}

/** Does to a whole stack of examples what a function says for one. */
export class Batch implements Interpreter {
  readonly name: string;
  readonly #parent: Interpreter;
  readonly #size: number;

  constructor(name: string, parent: Interpreter, size: number) {
    this.name = name;
    this.#parent = parent;
    this.#size = size;
  }

  lift({ tensor, axis }: Batched): Tensor {
    if (axis === null) return tensor;
    const spec: TensorSpec = { shape: tensor.shape.filter((_, i) => i !== axis), dtype: tensor.dtype };
    return newTensor(spec, this, { tensor, axis }, tensorObject(tensor).weak);
  }

  batchedOf(tensor: Tensor): Batched {
    return (payloadOf(tensor, this) as Batched | undefined) ?? { tensor, axis: null };
  }

  process(primitive: Primitive, params: object, inputs: readonly Tensor[]): readonly Tensor[] {
    const batched = inputs.map((input) => this.batchedOf(input));
    const tensors = batched.map(({ tensor }) => tensor);
    const axes = batched.map(({ axis }) => axis);
    return withInterpreter(this.#parent, () => {
      if (axes.every((axis) => axis === null)) return this.#parent.process(primitive, params, tensors);
      const rule = ruleOf(primitive, "batch", "vmap");
      const ofGraph: BatchGraph = (graph, mapped, filled = []) =>
        batchGraph(graph, mapped, this.#size, filled);
      const result = rule(perOperand(tensors), perOperand(axes), params, this.#size, primitive, ofGraph);
      return result.outputs.map((tensor, i) => this.lift({ tensor, axis: result.axes[i] ?? null }));
    });
  }
}

/** A graph for a stack of examples; outputs in `filled` are stacked even if they are the same for all. */
function batchGraph(
  graph: Graph,
  axes: readonly BatchAxis[],
  size: number,
  filled: readonly boolean[],
): BatchedGraph {
  return derivedFrom(graph, `batch ${axes.map(String).join()} ${size} ${filled.join()}`, () => {
    const specs = graph.inputs.map(({ spec }, i) => {
      const axis = axes[i] ?? null;
      return axis === null ? spec : { ...spec, shape: spec.shape.toSpliced(axis, 0, size) };
    });
    let outputAxes: readonly (0 | null)[] = [];
    const traced = traceGraph("vmap", specs, (inputs) => {
      const batch = new Batch("vmap", innermostInterpreter(), size);
      const lifted = inputs.map((tensor, i) => batch.lift({ tensor, axis: axes[i] ?? null }));
      const outputs = withInterpreter(batch, () => evaluateGraph(graph, lifted)).map((output) =>
        batch.batchedOf(output),
      );
      outputAxes = outputs.map(({ axis }, i) => (axis === null && !filled[i] ? null : 0));
      return outputs.map(({ tensor, axis }, i) =>
        outputAxes[i] === 0 ? mappedInFront(tensor, axis, size) : tensor,
      );
    });
    return { ...traced, axes: outputAxes };
  });
}
