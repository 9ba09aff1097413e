import { type DataFlow, type Node, nodeSpec, paramText, stridesOf, type Value } from "@elegy/autodiff/spi";
import type { Local } from "../assembler/function-builder.ts";
import { defineFusedLoop, type FusedLoop, type Stream } from "../codegen/fused-loop.ts";
import { present } from "../codegen/present.ts";
import { type Kernel, kernel } from "../kernels/kernel-rule.ts";
import { knownKernel } from "../kernels/known-kernel.ts";
import { kernelRule } from "../kernels/kernel-table.ts";
import { type Group, sameShape, shapeOf } from "./fuse.ts";
import { operandOf } from "./repeated-operand.ts";
import { loopSlices } from "./slices.ts";
import type { Step } from "./step.ts";
import { workOf } from "./work.ts";

interface Read extends Stream {
  readonly source: Value;
}

/** An operand of the body: one of the reads, or a constant. */
type LoopOperand = { readonly read: number } | { readonly constant: number };

/** One loop for a group of elementwise nodes, which writes only the values needed outside of it. */
export function fusedKernel(group: Group, outputs: readonly Value[], flow: DataFlow): Step {
  const shape = shapeOf(present(group[0]));
  const whole = stridesOf(shape);
  const inside = new Set(group.flatMap((node) => node.outputs));
  const operands = new Map<Value, LoopOperand>();
  const reads: Read[] = [];
  for (const value of group.flatMap((node) => node.inputs)) {
    if (inside.has(value) || operands.has(value)) continue;
    const operand = operandOf(value, flow);
    operands.set(value, "constant" in operand ? operand : { read: indexIn(reads, operand) });
  }

  const sources = [...new Set(reads.map(({ source }) => source))];
  const atSameIndex = ({ strides }: Read): boolean =>
    shape.every((size, axis) => size === 1 || strides[axis] === whole[axis]);
  const loop = {
    shape,
    reads,
    writes: outputs.map(({ spec }) => spec.dtype),
    body: body(group, outputs, operands),
    bodyText: bodyText(group, outputs, operands),
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

function body(
  group: Group,
  outputs: readonly Value[],
  operands: ReadonlyMap<Value, LoopOperand>,
): FusedLoop["body"] {
  return (lanes, loaded) => {
    const constants = new Map<number, Local>();
    const constantOf = (bits: number): Local => {
      const constant = constants.get(bits) ?? lanes.bits(bits);
      constants.set(bits, constant);
      return constant;
    };
    return follow(
      group,
      outputs,
      operands,
      (operand) => ("read" in operand ? present(loaded[operand.read]) : constantOf(operand.constant)),
      (node, inputs) => {
        const rule = kernelRule(node.primitive.name);
        return present(rule.kind === "elementwise" ? rule : undefined).emit(lanes, inputs, nodeSpec(node));
      },
    );
  };
}

/** What a body is made of: equal texts make equal code. */
function bodyText(
  group: Group,
  outputs: readonly Value[],
  operands: ReadonlyMap<Value, LoopOperand>,
): string {
  const lines: string[] = [];
  const results = follow(
    group,
    outputs,
    operands,
    (operand, { spec }) =>
      `${"read" in operand ? `read ${operand.read}` : `bits ${operand.constant}`} ${spec.dtype}`,
    (node, inputs) => {
      const dtypes = node.outputs.map(({ spec }) => spec.dtype).join();
      const line = lines.push(`${node.primitive.name} ${paramText(node.params)} ${inputs.join()} ${dtypes}`);
      return node.outputs.map((_, index) => `${line}.${index}`);
    },
  );
  return `${lines.join("; ")}; ${results.join()}`;
}

/** Goes from the operands of a group through its nodes, each of which makes something of what was made of its inputs. */
function follow<T>(
  group: Group,
  outputs: readonly Value[],
  operands: ReadonlyMap<Value, LoopOperand>,
  start: (operand: LoopOperand, value: Value) => T,
  step: (node: Node, inputs: readonly T[]) => readonly T[],
): T[] {
  const made = new Map<Value, T>();
  const all = (values: readonly Value[]): T[] => values.map((value) => present(made.get(value)));
  for (const [value, operand] of operands) made.set(value, start(operand, value));
  for (const node of group) {
    const results = step(node, all(node.inputs));
    for (const [index, value] of node.outputs.entries()) made.set(value, present(results[index]));
  }
  return all(outputs);
}

/** Where among the reads one of this operand is, which is added if there is none. */
function indexIn(reads: Read[], operand: Omit<Read, "dtype">): number {
  const known = reads.findIndex(
    ({ source, strides }) => source === operand.source && sameShape(strides, operand.strides),
  );
  return known < 0 ? reads.push({ ...operand, dtype: operand.source.spec.dtype }) - 1 : known;
}
