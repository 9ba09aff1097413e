import {
  byteSize,
  type CorePrimitives,
  dtypeInfo,
  type Shape,
  sizeOf,
  stridesOf,
  type TensorSpec,
} from "@elegy/autodiff/spi";
import { FunctionBuilder, type Local } from "../../assembler/function-builder.ts";
import { axesOf } from "../../codegen/axes.ts";
import { offset } from "../../codegen/loop.ts";
import { present } from "../../codegen/present.ts";
import { emitStridedCopy } from "../../codegen/strided-copy.ts";
import { emitCopyElsewhere } from "../copy-bytes.ts";
import { kernel, type LoopRule } from "../kernel-rule.ts";
import { emitClamp } from "./index-walk.ts";

export const dynamicSlice: LoopRule<CorePrimitives["dynamicSlice"]> = {
  kind: "loop",
  takesHalves: true,
  lower: ({ inputs, outputs }) =>
    kernel((module) => {
      const [operand, ...positions] = inputs;
      const { shape, dtype } = present(outputs[0]);
      const code = FunctionBuilder.ofAddresses(inputs.length + 1);
      if (sizeOf(shape) === 0) return module.define(code);
      const [source, ...indices] = code.params;
      const target = present(indices.pop());
      const from = emitWindowAddress(code, present(source), present(operand), shape, { indices, positions });
      emitStridedCopy(code, {
        width: dtypeInfo(dtype).bytes,
        source: from,
        target,
        axes: axesOf(shape, stridesOf(present(operand).shape), stridesOf(shape)),
      });
      return module.define(code);
    }),
};

export const dynamicUpdateSlice: LoopRule<CorePrimitives["dynamicUpdateSlice"]> = {
  kind: "loop",
  takesHalves: true,
  updatesFirst: true,
  lower: ({ inputs }) =>
    kernel((module) => {
      const [operand, update, ...positions] = inputs;
      const { shape, dtype } = present(update);
      const code = FunctionBuilder.ofAddresses(inputs.length + 1);
      const [source, from, ...indices] = code.params;
      const target = present(indices.pop());
      emitCopyElsewhere(code, present(source), target, byteSize(present(operand)));
      if (sizeOf(shape) === 0) return module.define(code);
      const to = emitWindowAddress(code, target, present(operand), shape, { indices, positions });
      emitStridedCopy(code, {
        width: dtypeInfo(dtype).bytes,
        source: present(from),
        target: to,
        axes: axesOf(shape, stridesOf(shape), stridesOf(present(operand).shape)),
      });
      return module.define(code);
    }),
};

interface Positions {
  /** Addresses of scalars. */
  readonly indices: readonly Local[];
  readonly positions: readonly TensorSpec[];
}

/** The address of a window, moved to where it fits. */
function emitWindowAddress(
  code: FunctionBuilder,
  operand: Local,
  { shape, dtype }: TensorSpec,
  sizes: Shape,
  { indices, positions }: Positions,
): Local {
  const window = offset(code, operand, 0);
  const position = code.local("i32");
  const strides = stridesOf(shape);
  for (const [axis, index] of indices.entries()) {
    const limit = present(shape[axis]) - present(sizes[axis]);
    code.get(index).memory("i32.load").set(position);
    emitClamp(code, position, limit, present(positions[axis]).dtype === "int32");
    const stride = present(strides[axis]) * dtypeInfo(dtype).bytes;
    code.get(window).get(position).i32(stride).op("i32.mul").op("i32.add").set(window);
  }
  return window;
}
