import { type SelectWindowParams, type Shape, sizeOf, type TensorSpec } from "@elegy/autodiff/spi";
import { arithmeticMonoid } from "../../wgsl/monoid.ts";
import { HIGHEST_KEY, orderKey } from "../../wgsl/order-key.ts";
import { rawType } from "../../wgsl/raw-type.ts";
import { forEachElement, type Slot } from "../compute-dispatch.ts";
import type { DispatchRules } from "../kernel-rule.ts";
import { forEachPlace, forEachWindowOf } from "./window-walk.ts";

export const selectWindowRules: DispatchRules<"selectAndGatherAdd" | "selectAndScatterAdd"> = {
  selectAndGatherAdd({ params, inputs: [, operand], outputs }) {
    const { shape, dtype } = outputs[0]!;
    const count = sizeOf(shape);
    if (count === 0) return [];
    const type = rawType(dtype);
    const result: Slot = { name: "result", type, binding: { kind: "result", index: 0 }, writes: true };
    // Windows over an empty operand choose padding.
    if (sizeOf(operand!.shape) === 0) {
      return [
        forEachElement(count, {
          label: "selectAndGatherAdd",
          slots: [result],
          body: `result[i] = ${type}(0);`,
        }),
      ];
    }
    const choice = choose(operand!, shape, params);
    return [
      forEachElement(count, {
        label: "selectAndGatherAdd",
        slots: [{ name: "values", type, binding: { kind: "operand", index: 0 } }, choice.operand, result],
        declarations: choice.declarations,
        body: `
          ${choice.lines}
          var value = ${type}(0);
          if (chosen != ${PADDING}) { value = values[chosen]; }
          result[i] = value;`,
      }),
    ];
  },

  selectAndScatterAdd({ params, inputs: [source, operand], outputs }) {
    const { shape, dtype } = outputs[0]!;
    const count = sizeOf(shape);
    if (count === 0) return [];
    const { stored, load, identity, combine, store } = arithmeticMonoid("sum", dtype);
    const result: Slot = {
      name: "result",
      type: stored,
      binding: { kind: "result", index: 0 },
      writes: true,
    };
    const windows = source!.shape;
    const windowCount = sizeOf(windows);
    if (windowCount === 0) {
      return [
        forEachElement(count, {
          label: "selectAndScatterAdd",
          slots: [result],
          body: `result[i] = ${stored}(0);`,
        }),
      ];
    }
    const choice = choose(operand!, windows, params);
    const places: Slot = {
      name: "places",
      type: "u32",
      binding: { kind: "scratch", name: "places", bytes: 4 * windowCount },
    };
    return [
      forEachElement(windowCount, {
        label: "selectAndScatterAdd, places",
        slots: [choice.operand, { ...places, writes: true }],
        declarations: choice.declarations,
        body: `${choice.lines}\nplaces[i] = chosen;`,
      }),
      forEachElement(count, {
        label: "selectAndScatterAdd",
        slots: [{ name: "source", type: stored, binding: { kind: "operand", index: 0 } }, places, result],
        body: `
          var value = ${identity};
          ${forEachWindowOf(
            shape,
            windows,
            params,
            `if (places[window] == i) { value = ${combine("value", load("source[window]"))}; }`,
          )}
          result[i] = ${store("value")};`,
      }),
    ];
  },
};

const PADDING = "0xffffffffu";
/** As `chosen`: no place was looked at. */
const NONE = "0xfffffffeu";

interface Choice {
  readonly operand: Slot;
  readonly declarations: readonly string[];
  /** Sets `chosen` to the offset of the element that window `i` chooses, or to `PADDING`. */
  readonly lines: string;
}

/** The element that no earlier one is as good as. Nothing compares with NaN, so that it gives way to what follows. */
function choose({ shape, dtype }: TensorSpec, windows: Shape, params: SelectWindowParams): Choice {
  const order = orderKey(dtype, { nan: "highest", zeros: "equal" });
  const [sign, worst] = params.select === "ge" ? [">=", order.lowest] : ["<=", order.highest];
  const step = (key: string, place: string): string => `
    let key = ${key};
    let keeps = best ${sign} key && best != ${HIGHEST_KEY} && key != ${HIGHEST_KEY};
    if (chosen == ${NONE} || !keeps) {
      best = key;
      chosen = ${place};
    }`;
  return {
    operand: { name: "operand", type: rawType(dtype), binding: { kind: "operand", index: 1 } },
    declarations: order.declarations,
    lines: `
      var best = 0u;
      var chosen = ${NONE};
      ${forEachPlace(shape, windows, params, {
        inside: step(order.key("operand[offset]"), "offset"),
        outside: step(worst, PADDING),
      })}`,
  };
}
