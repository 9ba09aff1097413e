import { dtypeUnsupported } from "../../errors/dtype-unsupported.ts";
import { type CorePrimitives, type DType, dtypeInfo, sizeOf } from "@elegy/autodiff/spi";
import { FunctionBuilder, type Local } from "../../assembler/function-builder.ts";
import type { Op } from "../../assembler/opcodes.ts";
import { advance, offset, repeat } from "../../codegen/loop.ts";
import { present } from "../../codegen/present.ts";
import { kernel, type LoopRule } from "../kernel-rule.ts";
import { slicedBesideAxis } from "./sliced-beside-axis.ts";

type ArgReduction = LoopRule<CorePrimitives["argmax"]>;

export const argmax: ArgReduction = argReduction({
  float: "f32.gt",
  signed: "i32.gt_s",
  unsigned: "i32.gt_u",
});
export const argmin: ArgReduction = argReduction({
  float: "f32.lt",
  signed: "i32.lt_s",
  unsigned: "i32.lt_u",
});

interface Better {
  readonly float: Op;
  readonly signed: Op;
  readonly unsigned: Op;
}

function argReduction(better: Better): ArgReduction {
  return {
    kind: "loop",
    ...slicedBesideAxis,
    lower: ({ name, params, inputs }) =>
      kernel((module) => {
        const { shape, dtype } = present(inputs[0]);
        if (params.dtype !== "int32" && params.dtype !== "uint32") {
          throw dtypeUnsupported(name, `indices of ${params.dtype}`, "Indices are int32.");
        }
        const width = dtypeInfo(dtype).bytes;
        const size = present(shape[params.axis]);
        const outer = sizeOf(shape.slice(0, params.axis));
        const inner = sizeOf(shape.slice(params.axis + 1));
        const code = new FunctionBuilder(["i32", "i32"]);
        if (outer * inner === 0) return module.define(code);

        const [source, target] = code.params();
        const from = offset(code, present(source), 0);
        const to = offset(code, present(target), 0);
        repeat(code, outer, () => {
          repeat(code, inner, () => {
            emitSearch(code, from, to, dtype, better, { size, step: inner * width });
            advance(code, from, width);
            advance(code, to, 4);
          });
          advance(code, from, (size - 1) * inner * width);
        });
        return module.define(code);
      }),
  };
}

/** The index of the best of `size` elements `step` bytes apart. */
function emitSearch(
  code: FunctionBuilder,
  from: Local,
  to: Local,
  dtype: DType,
  better: Better,
  { size, step }: { readonly size: number; readonly step: number },
): void {
  const type = dtype === "float32" ? "f32" : "i32";
  const [best, value] = [code.local(type), code.local(type)];
  const [at, index, found] = [code.local("i32"), code.local("i32"), code.local("i32")];
  const load = dtype === "float32" ? "f32.load" : dtypeInfo(dtype).bytes === 1 ? "i32.load8_u" : "i32.load";

  code.get(from).set(at).i32(0).set(index).i32(0).set(found);
  if (size > 0) code.get(at).memory(load).set(best);
  repeat(code, size, () => {
    code.get(at).memory(load).tee(value).get(best);
    if (dtype === "float32") {
      // The first NaN beats all numbers.
      code.op(better.float).get(value).get(value).op("f32.ne").get(best).get(best).op("f32.eq");
      code.op("i32.and").op("i32.or");
    } else code.op(dtype === "int32" ? better.signed : better.unsigned);
    code.if(() => code.get(value).set(best).get(index).set(found));
    code.get(index).i32(1).op("i32.add").set(index);
    advance(code, at, step);
  });
  code.get(to).get(found).memory("i32.store");
}
