import {
  type CorePrimitives,
  dtypeInfo,
  type Shape,
  sizeOf,
  stridesOf,
  type NodeSpec,
} from "@elegy/autodiff/spi";
import { FunctionBuilder } from "../assembler/function-builder.ts";
import { axesOf } from "../codegen/axes.ts";
import { emitFill, emitPattern } from "../codegen/fill.ts";
import { present } from "../codegen/present.ts";
import { emitStridedCopy } from "../codegen/strided-copy.ts";
import { landing } from "./landing.ts";
import { type Kernel, kernel, type LoopRule } from "./kernel-rule.ts";

/** The operand, walked in the order of the result: its stride along each axis of the result, and where it starts. */
interface View {
  readonly strides: readonly number[];
  readonly start?: number;
}

export const broadcastInDim: LoopRule<CorePrimitives["broadcastInDim"]> = {
  kind: "loop",
  takesHalves: true,
  lower: (node) => {
    const strides = stridesOf(present(node.inputs[0]).shape);
    return gather(node, {
      strides: repeats(node).map((axis) => (axis === null ? 0 : present(strides[axis]))),
    });
  },
  repeats,
};

export const transpose: LoopRule<CorePrimitives["transpose"]> = {
  kind: "loop",
  takesHalves: true,
  lower: (node) => {
    const strides = stridesOf(present(node.inputs[0]).shape);
    return gather(node, { strides: node.params.permutation.map((axis) => present(strides[axis])) });
  },
};

export const slice: LoopRule<CorePrimitives["slice"]> = {
  kind: "loop",
  takesHalves: true,
  lower: (node) => {
    const { start, strides: steps } = node.params;
    const strides = stridesOf(present(node.inputs[0]).shape);
    return gather(node, {
      strides: strides.map((stride, axis) => stride * present(steps[axis])),
      start: dot(strides, start),
    });
  },
};

export const reverse: LoopRule<CorePrimitives["reverse"]> = {
  kind: "loop",
  takesHalves: true,
  lower: (node) => {
    const { shape } = present(node.inputs[0]);
    const strides = stridesOf(shape);
    const { dimensions } = node.params;
    return gather(node, {
      strides: strides.map((stride, axis) => (dimensions.includes(axis) ? -stride : stride)),
      start: dimensions.reduce((sum, axis) => sum + (present(shape[axis]) - 1) * present(strides[axis]), 0),
    });
  },
};

export const concatenate: LoopRule<CorePrimitives["concatenate"]> = {
  kind: "loop",
  takesHalves: true,
  lower: ({ params, inputs, outputs }) =>
    kernel((module) => {
      const result = present(outputs[0]);
      const strides = stridesOf(result.shape);
      const code = FunctionBuilder.ofAddresses(inputs.length + 1);
      const target = present(code.params[inputs.length]);
      let before = 0;
      for (const [index, { shape }] of inputs.entries()) {
        emitStridedCopy(code, {
          width: dtypeInfo(result.dtype).bytes,
          source: present(code.params[index]),
          target,
          axes: axesOf(shape, stridesOf(shape), strides),
          targetOffset: before * present(strides[params.dimension]),
        });
        before += present(shape[params.dimension]);
      }
      return module.define(code);
    }),
};

export const pad: LoopRule<CorePrimitives["pad"]> = {
  kind: "loop",
  takesHalves: true,
  lower: ({ params, inputs, outputs }) =>
    kernel((module) => {
      const operand = present(inputs[0]);
      const result = present(outputs[0]);
      const width = dtypeInfo(result.dtype).bytes;
      const [from, to] = [stridesOf(operand.shape), stridesOf(result.shape)];
      const walk = landing(
        operand.shape.map((size, axis) => ({
          size,
          length: present(result.shape[axis]),
          low: present(params.low[axis]),
          step: present(params.interior[axis]) + 1,
          strides: [present(from[axis]), present(to[axis])],
        })),
      );
      const code = new FunctionBuilder(["i32", "i32", "i32"]);
      const [source, padding, target] = code.params;

      if (sizeOf(walk.axes.map(({ size }) => size)) < sizeOf(result.shape)) {
        const pattern = code.local("v128");
        emitPattern(code, padding, width);
        code.set(pattern);
        emitFill(code, target, width * sizeOf(result.shape), pattern);
      }
      emitStridedCopy(code, { width, source, target, ...walk });
      return module.define(code);
    }),
};

function repeats({ params, inputs }: NodeSpec<CorePrimitives["broadcastInDim"]>): (number | null)[] {
  const axes = params.shape.map((): number | null => null);
  for (const [from, to] of params.broadcastDimensions.entries()) {
    if (present(inputs[0]).shape[from] !== 1) axes[to] = from;
  }
  return axes;
}

function gather({ outputs }: NodeSpec<unknown>, { strides, start }: View): Kernel {
  return kernel((module) => {
    const { shape, dtype } = present(outputs[0]);
    const code = new FunctionBuilder(["i32", "i32"]);
    const [source, target] = code.params;
    emitStridedCopy(code, {
      width: dtypeInfo(dtype).bytes,
      source,
      target,
      axes: axesOf(shape, strides, stridesOf(shape)),
      sourceOffset: start ?? 0,
    });
    return module.define(code);
  });
}

function dot(x: Shape, y: Shape): number {
  return x.reduce((sum, value, axis) => sum + value * present(y[axis]), 0);
}
