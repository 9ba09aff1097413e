import { FunctionBuilder } from "../assembler/function-builder.ts";
import { advance, repeat } from "../codegen/loop.ts";
import { present } from "../codegen/present.ts";
import type { Kernel, Slices } from "../kernels/kernel-rule.ts";
import { ALONE } from "../threads/crew.ts";

/** Computes rows in strips of `size` rows; the last may have fewer. */
export function stripLoop({ rows, strides, kernel }: Slices, size: number): Kernel {
  const whole = kernel(Math.min(size, rows));
  if (rows <= size) return whole;
  const rest = rows % size === 0 ? null : kernel(rows % size);
  const workspaceBytes = Math.max(whole.workspaceBytes, rest?.workspaceBytes ?? 0);
  return {
    workspaceBytes,
    define(module) {
      const count = strides.length + Number(workspaceBytes > 0);
      const code = FunctionBuilder.ofAddresses(count);
      const params = code.params;
      const call = (strip: Kernel): void => {
        for (const address of params.slice(0, strides.length)) code.get(address);
        if (strip.workspaceBytes > 0) code.get(present(params.at(-1)));
        code.call(strip.define(module, ALONE));
      };
      repeat(code, Math.floor(rows / size), () => {
        call(whole);
        for (const [index, bytes] of strides.entries()) advance(code, present(params[index]), size * bytes);
      });
      if (rest !== null) call(rest);
      return module.define(code);
    },
  };
}
