import { jit, np, type Shape, type Tensor, vjp, vmap } from "@elegy/autodiff";
import { numbersOf, requireNear, requireSame, requireSpec } from "../compare.ts";
import type { OpRecord } from "../records/op-record.ts";
import {
  asOperands,
  isDifferentiable,
  type Operands,
  operandTensor,
  weightsFor,
  widened,
} from "../records/operands.ts";
import { onBackend, type Subject } from "../subject.ts";
import type { Check } from "./check.ts";

/** Nothing, one, and what leaves a rest in steps of 4, 8 and 16. */
const SHAPES: readonly Shape[] = [[], [1], [7], [33], [3, 5], [1, 1, 3], [0], [2, 0], [0, 3]];

/** Elementwise: on shapes of all kinds, one and nothing among them. Others: for a stack of one example, and of none. */
export const shapes: Check = {
  dtypes: "every",
  appliesTo: ({ operands }) => operands.length > 0,
  run: (subject, record) =>
    record.anyShape === true ? onShapes(subject, record) : onFewExamples(subject, record),
};

async function onShapes({ dtype, oracle, tolerance }: Subject, record: OpRecord): Promise<void> {
  const each = SHAPES.map((shape) =>
    asOperands(record.operands.map((operand) => operandTensor(operand, dtype, 0, shape))),
  );
  const all = (...groups: readonly Operands[]): Tensor[] => groups.map((group) => record.apply(...group));
  const [eager, compiled] = [all(...each), jit(all)(...each)];
  for (const [i, shape] of SHAPES.entries()) {
    const what = `on [${shape.join()}]`;
    const exact = await widened(each[i]!);
    const expected = onBackend(oracle, () => record.apply(...exact()));
    requireSpec(what, eager[i]!.spec, { shape, dtype: eager[i]!.dtype });
    requireNear(what, await numbersOf(eager[i]!), await numbersOf(expected), tolerance(eager[i]!.dtype));
    await requireSame(`jit ${what}`, compiled[i]!, eager[i]!, tolerance(eager[i]!.dtype));
    if (isDifferentiable(record)) requireGradients(what, record, each[i]!);
  }
}

/** They have the shapes of the operands. */
function requireGradients(what: string, record: OpRecord, operands: Operands): void {
  const [out, pullback] = vjp(record.apply, ...operands);
  if (out.dtype === "bool") return;
  pullback(weightsFor(out)).forEach((gradient, i) =>
    requireSpec(`gradient ${i} ${what}`, gradient.spec, operands[i]!.spec),
  );
}

async function onFewExamples({ dtype, tolerance }: Subject, record: OpRecord): Promise<void> {
  const stacked = (count: number): Operands =>
    asOperands(
      record.operands.map((operand) => {
        const one = operandTensor(operand, dtype);
        return count === 0 ? np.zeros([0, ...one.shape], { dtype: one.dtype }) : np.expandDims(one, 0);
      }),
    );
  const expected = record.apply(
    ...asOperands(record.operands.map((operand) => operandTensor(operand, dtype))),
  );
  const one = vmap(record.apply)(...stacked(1));
  await requireSame("a stack of one", one, np.expandDims(expected, 0), tolerance(expected.dtype));
  const none = vmap(record.apply)(...stacked(0));
  requireSpec("a stack of none", none.spec, { shape: [0, ...expected.shape], dtype: expected.dtype });
}
