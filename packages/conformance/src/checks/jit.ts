import { isFloat, jit as compiled, jvp, type Tensor, vjp } from "@elegy/autodiff";
import { requireSame } from "../compare.ts";
import type { OpRecord } from "../records/op-record.ts";
import {
  directionsOf,
  isDifferentiable,
  type Operands,
  operandsOf,
  weightsFor,
} from "../records/operands.ts";
import type { Subject } from "../subject.ts";
import type { Check } from "./check.ts";

/** Compiled as eager: the result, its derivatives, and the derivatives of what is compiled. */
export const jit: Check = {
  dtypes: "every",
  appliesTo: () => true,
  async run(subject, record) {
    const operands = operandsOf(record, subject.dtype);
    if (!isDifferentiable(record)) {
      const eager = record.apply(...operands);
      return requireSame("jit", compiled(record.apply)(...operands), eager, subject.tolerance(eager.dtype));
    }
    const directions = directionsOf(record, subject.dtype, 1);
    const all = (f: OpRecord["apply"]) => (at: Operands, along: Operands) => derivatives(f, at, along);
    const eager = all(record.apply)(operands, directions);
    const whole = compiled(all(record.apply))(operands, directions);
    await requireAll(subject, "jit", whole, eager);
    const inside = all(compiled(record.apply))(operands, directions);
    await requireAll(subject, "derivative of jit", inside, eager);
  },
};

/** The result, its tangent, and the gradients of a weighted sum. */
function derivatives(f: OpRecord["apply"], at: Operands, along: Operands): Tensor[] {
  const [out, tangent] = jvp(f, at, along);
  if (!isFloat(out.dtype)) return [f(...at), tangent];
  const [value, pullback] = vjp(f, ...at);
  return [value, tangent, ...pullback(weightsFor(value))];
}

async function requireAll(
  { tolerance }: Subject,
  what: string,
  received: readonly Tensor[],
  expected: readonly Tensor[],
): Promise<void> {
  for (const [i, wanted] of expected.entries()) {
    const part = ["result", "tangent"][i] ?? `gradient of operand ${i - 2}`;
    await requireSame(`${what}, ${part}`, received[i]!, wanted, tolerance(wanted.dtype, i === 0 ? 1 : 10));
  }
}
