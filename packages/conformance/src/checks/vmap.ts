import { jit, np, type Tensor, vmap as mapped } from "@elegy/autodiff";
import { requireSame } from "../compare.ts";
import type { OpRecord } from "../records/op-record.ts";
import { asOperands, type Operands, operandTensor } from "../records/operands.ts";
import type { Subject } from "../subject.ts";
import type { Check } from "./check.ts";

const EXAMPLES = 3;

/** Mapping over an axis is a loop: over each operand alone and over all, along the first axis and the last. */
export const vmap: Check = {
  dtypes: "widest",
  appliesTo: ({ operands }) => operands.length > 0,
  async run(subject, record) {
    const places = record.operands.map((_, i) => i);
    const choices = [...places.map((i) => [i]), ...(places.length > 1 ? [places] : [])];
    const cases = choices.flatMap((chosen) => casesOf(subject, record, chosen));
    const maps = cases.map(({ inAxes }) => mapped(record.apply, { inAxes }));
    const whole = jit((...all: readonly Operands[]) => all.map((stacked, i) => maps[i]!(...stacked)));
    const compiled = whole(...cases.map(({ stacked }) => stacked));
    for (const [i, { name, stacked, expected }] of cases.entries()) {
      const near = subject.tolerance(expected.dtype);
      await requireSame(name, maps[i]!(...stacked), expected, near);
      await requireSame(`jit of ${name}`, compiled[i]!, expected, near);
    }
  },
};

interface MappedCase {
  readonly name: string;
  readonly inAxes: readonly (number | null)[];
  readonly stacked: Operands;
  readonly expected: Tensor;
}

function casesOf({ dtype }: Subject, { operands, apply }: OpRecord, chosen: readonly number[]): MappedCase[] {
  const examples = Array.from({ length: EXAMPLES }, (_, example) =>
    operands.map((operand, i) => operandTensor(operand, dtype, chosen.includes(i) ? 5 * example : 0)),
  );
  const expected = np.stack(examples.map((example) => apply(...asOperands(example))));
  return (["first", "last"] as const).map((end) => {
    const inAxes = operands.map(({ shape }, i) =>
      chosen.includes(i) ? (end === "last" ? shape.length : 0) : null,
    );
    const stacked = inAxes.map((axis, i) => {
      const each = examples.map((example) => example[i]!);
      return axis === null ? each[0]! : np.stack(each, { axis });
    });
    const name = `vmap over operands ${chosen.join()} along the ${end} axis`;
    return { name, inAxes, stacked: asOperands(stacked), expected };
  });
}
