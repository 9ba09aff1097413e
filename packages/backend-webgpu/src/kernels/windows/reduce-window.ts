import { type DType, sizeOf, type WindowParams } from "@elegy/autodiff/spi";
import { arithmeticMonoid, type Monoid, orderMonoid } from "../../wgsl/monoid.ts";
import { forEachElement } from "../compute-dispatch.ts";
import type { DispatchRule, DispatchRules } from "../kernel-rule.ts";
import { forEachPlace } from "./window-walk.ts";

type Names = "reduceWindowSum" | "reduceWindowMax" | "reduceWindowMin";

export const reduceWindowRules: DispatchRules<Names> = {
  reduceWindowSum: windowReduction((dtype) => arithmeticMonoid("sum", dtype)),
  reduceWindowMax: windowReduction((dtype) => orderMonoid("max", dtype)),
  reduceWindowMin: windowReduction((dtype) => orderMonoid("min", dtype)),
};

function windowReduction(monoidOf: (dtype: DType) => Monoid): DispatchRule<WindowParams> {
  return ({ name, params, inputs, outputs }) => {
    const { shape, dtype } = inputs[0]!;
    const windows = outputs[0]!.shape;
    const count = sizeOf(windows);
    if (count === 0) return [];
    const { stored, declarations, identity, load, combine, store } = monoidOf(dtype);
    // Windows over an empty operand hold nothing but padding.
    const reads = sizeOf(shape) > 0;
    const walk = forEachPlace(shape, windows, params, {
      inside: `value = ${combine("value", load("operand[offset]"))};`,
    });
    return [
      forEachElement(count, {
        label: name,
        slots: [
          ...(reads
            ? [{ name: "operand", type: stored, binding: { kind: "operand", index: 0 } } as const]
            : []),
          { name: "result", type: stored, binding: { kind: "result", index: 0 }, writes: true },
        ],
        declarations,
        body: `var value = ${identity};\n${reads ? walk : ""}\nresult[i] = ${store("value")};`,
      }),
    ];
  };
}
