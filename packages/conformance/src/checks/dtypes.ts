import { evalShape } from "@elegy/autodiff";
import { requireSpec } from "../compare.ts";
import { operandsOf } from "../records/operands.ts";
import type { Check } from "./check.ts";

/** Shape and dtype are those foretold without computing. */
export const dtypes: Check = {
  dtypes: "every",
  appliesTo: () => true,
  async run({ dtype }, { apply, ...record }) {
    const operands = operandsOf({ apply, ...record }, dtype);
    requireSpec("dtypes", apply(...operands).spec, evalShape(apply, ...operands));
  },
};
