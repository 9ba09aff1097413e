import { jit } from "@elegy/autodiff";
import { requireSame } from "../compare.ts";
import { operandsOf } from "../records/operands.ts";
import type { Check } from "./check.ts";

/** The same computation gives the same bits again. */
export const determinism: Check = {
  dtypes: "widest",
  appliesTo: () => true,
  async run({ dtype }, record) {
    for (const [mode, f] of Object.entries({ eager: record.apply, jit: jit(record.apply) })) {
      const first = f(...operandsOf(record, dtype));
      const again = f(...operandsOf(record, dtype));
      await requireSame(`${mode}, run again`, again, first, { relative: 0, absolute: 0 });
    }
  },
};
