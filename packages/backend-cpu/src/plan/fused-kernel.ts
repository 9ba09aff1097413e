import { type DataFlow, nodeSpec, paramText, stridesOf, type Value } from "@elegy/autodiff/spi";
import type { Local } from "../assembler/function-builder.ts";
import { defineFusedLoop, type FusedLoop, type Stream } from "../codegen/fused-loop.ts";
import { present } from "../codegen/present.ts";
import { type Kernel, kernel } from "../kernels/kernel-rule.ts";
import { knownKernel } from "../kernels/known-kernel.ts";
import { kernelRule } from "../kernels/kernel-table.ts";
import { type Group, sameShape, shapeOf } from "./fuse.ts";
import { type Operand, operandOf } from "./repeated-operand.ts";
import { loopSlices } from "./slices.ts";
import type { Step } from "./step.ts";
import { workOf } from "./work.ts";

interface Read extends Stream {
  readonly source: Value;
}

/** One loop for a group of elementwise nodes, which writes only the values needed outside of it. */
export function fusedKernel(group: Group, outputs: readonly Value[], flow: DataFlow): Step {
  const shape = shapeOf(present(group[0]));
  const whole = stridesOf(shape);
  const inside = new Set(group.flatMap((node) => node.outputs));
  const operands = new Map<Value, Operand>();
  const reads: Read[] = [];
  for (const value of group.flatMap((node) => node.inputs)) {
    if (inside.has(value) || operands.has(value)) continue;
    const operand = operandOf(value, flow);
    operands.set(value, operand);
    if ("source" in operand && indexOf(reads, operand) < 0)
      reads.push({ ...operand, dtype: operand.source.spec.dtype });
  }

  const sources = [...new Set(reads.map(({ source }) => source))];
  const atSameIndex = ({ strides }: Read): boolean =>
    shape.every((size, axis) => size === 1 || strides[axis] === whole[axis]);
  const loop = {
    shape,
    reads,
    writes: outputs.map(({ spec }) => spec.dtype),
    body: body(group, outputs, operands, reads),
    bodyText: bodyText(group, outputs, operands, reads),
  };
  return {
    kind: "step",
    kernel: loopKernel(loop),
    slices: loopSlices(loop, loopKernel),
    inputs: reads.map(({ source }) => source),
    outputs,
    work: () => workOf(group, sources, outputs),
    overwritable: sources.filter((source) =>
      reads.every((read) => read.source !== source || atSameIndex(read)),
    ),
  };
}

/** A loop whose body is known by its text. */
interface TextLoop extends FusedLoop {
  readonly bodyText: string;
}

function loopKernel(loop: TextLoop): Kernel {
  const reads = loop.reads.map(({ dtype, strides }) => `${dtype}[${strides.join(",")}]`);
  const text = `[${loop.shape.join(",")}] ${reads.join(" ")}; ${loop.writes.join(",")}; ${loop.bodyText}`;
  return knownKernel(
    text,
    kernel((module) => defineFusedLoop(module, loop)),
  );
}

type Body = Parameters<typeof defineFusedLoop>[1]["body"];

function body(
  group: Group,
  outputs: readonly Value[],
  operands: ReadonlyMap<Value, Operand>,
  reads: readonly Read[],
): Body {
  return (lanes, loaded) => {
    const vectors = new Map<Value, Local>();
    const constants = new Map<number, Local>();
    for (const [value, operand] of operands) {
      if ("source" in operand) {
        vectors.set(value, present(loaded[indexOf(reads, operand)]));
        continue;
      }
      const constant = constants.get(operand.constant) ?? lanes.bits(operand.constant);
      constants.set(operand.constant, constant);
      vectors.set(value, constant);
    }
    for (const node of group) {
      const rule = kernelRule(node.primitive.name);
      const results = present(rule.kind === "elementwise" ? rule : undefined).emit(
        lanes,
        node.inputs.map((value) => present(vectors.get(value))),
        nodeSpec(node),
      );
      for (const [index, value] of node.outputs.entries()) vectors.set(value, present(results[index]));
    }
    return outputs.map((value) => present(vectors.get(value)));
  };
}

/** What a body is made of: equal texts make equal code. */
function bodyText(
  group: Group,
  outputs: readonly Value[],
  operands: ReadonlyMap<Value, Operand>,
  reads: readonly Read[],
): string {
  const names = new Map<Value, string>();
  for (const [value, operand] of operands) {
    const name = "source" in operand ? `read ${indexOf(reads, operand)}` : `bits ${operand.constant}`;
    names.set(value, `${name} ${value.spec.dtype}`);
  }
  const lines = group.map((node) => {
    const inputs = node.inputs.map((value) => names.get(value)).join();
    for (const value of node.outputs) names.set(value, String(names.size));
    const dtypes = node.outputs.map(({ spec }) => spec.dtype).join();
    return `${node.primitive.name} ${paramText(node.params)} ${inputs} ${dtypes}`;
  });
  return `${lines.join("; ")}; ${outputs.map((value) => names.get(value)).join()}`;
}

function indexOf(reads: readonly Read[], operand: Operand): number {
  if (!("source" in operand)) return -1;
  return reads.findIndex(
    ({ source, strides }) => source === operand.source && sameShape(strides, operand.strides),
  );
}
