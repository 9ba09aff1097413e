import { bind1 } from "../interpreters/stack.ts";
import { zerosOf } from "../lax/creation.ts";
import type { PrimitiveOf } from "../primitive/define.ts";
import { gatherUpdates, scatterLike } from "../primitive/rules/scatter-rules.ts";
import { NUMBERS } from "../primitive/rules/spec-rules.ts";
import { known } from "../primitive/rules/transpose-rules.ts";

// d scatterAdd(x, i, u) = scatterAdd(dx, i, du)
export const scatterAddP: PrimitiveOf<"scatterAdd"> = {
  ...scatterLike("scatterAdd", NUMBERS),
  jvp([x, indices, updates], [dx, , du], params) {
    const primals = [bind1("scatterAdd", [x, indices, updates], params)];
    // Nothing added changes nothing.
    if (!du) return { primals, tangents: [dx] };
    return { primals, tangents: [bind1("scatterAdd", [dx ?? zerosOf(x.spec), indices, du], params)] };
  },
  transpose([ct], operands, params) {
    if (!ct) return [null, null, null];
    const [x, , updates] = operands;
    const taken = updates.linear ? gatherUpdates(ct, known(operands, 1), updates.spec.shape, params) : null;
    return [x.linear ? ct : null, null, taken];
  },
};
