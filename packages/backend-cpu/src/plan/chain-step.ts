import { byteSize, sizeOf, type Value } from "@elegy/autodiff/spi";
import { present } from "../codegen/present.ts";
import type { Kernel, Slices } from "../kernels/kernel-rule.ts";
import { type Cut, leastRows, type Link } from "./chain.ts";
import { blockRows } from "./cut.ts";
import type { Stage, Step } from "./step.ts";
import { stripLoop } from "./strip-loop.ts";
import type { StripSizes } from "./strip-sizes.ts";

/** Stages as a kernel: a function of the addresses of inputs and outputs. */
export type LowerStages = (
  inputs: readonly Value[],
  outputs: readonly Value[],
  stages: readonly Stage[],
) => Kernel;

/** What a chain reads, and bytes from one row to the next there: 0 if all of it is read for each. */
interface Operand {
  readonly value: Value;
  readonly stride: number;
}

/** The stages of a chain as one step that runs them strip by strip; `null` if even the smallest strip touches too much. */
export function chainStep(
  stages: readonly Stage[],
  { rows, links }: Cut,
  outputs: readonly Value[],
  sizes: StripSizes,
  lowerStages: LowerStages,
): Step | null {
  const made = new Set(stages.flatMap((stage) => stage.outputs));
  // An operand may be read both in rows and as a whole.
  const operands: Operand[] = [];
  const indexOf = (value: Value, stride: number): number =>
    operands.findIndex((one) => one.value === value && one.stride === stride);
  for (const { step, slices } of links) {
    for (const [index, value] of step.inputs.entries()) {
      const stride = present(slices.strides[index]);
      if (!made.has(value) && indexOf(value, stride) < 0) operands.push({ value, stride });
    }
  }
  const results = outputs.map(({ spec }) => byteSize(spec) / rows);
  const slicesOf = new Map<Stage, Slices>(links.map(({ step, slices }) => [step, slices]));
  /** The chain of so many rows, all at once. */
  const strip = (size: number): Kernel => {
    const part = ({ spec }: Value): Value => ({
      spec: { ...spec, shape: [(size * sizeOf(spec.shape)) / rows] },
    });
    const inner = new Map([...made].map((value) => [value, part(value)]));
    const innerOperands = operands.map(({ value }) => part(value));
    const innerValue = (value: Value): Value => present(inner.get(value));
    const innerStages = stages.map((stage): Stage => {
      if (stage.kind === "alias")
        return {
          ...stage,
          inputs: [innerValue(stage.inputs[0])],
          outputs: [innerValue(stage.outputs[0])],
        };
      const { kernel, strides } = present(slicesOf.get(stage));
      return {
        ...stage,
        kernel: kernel(size),
        inputs: stage.inputs.map(
          (value, index) =>
            inner.get(value) ?? present(innerOperands[indexOf(value, present(strides[index]))]),
        ),
        outputs: stage.outputs.map(innerValue),
        overwritable: stage.overwritable.filter((value) => made.has(value)).map(innerValue),
      };
    });
    return lowerStages(innerOperands, outputs.map(innerValue), innerStages);
  };
  const strides = [...operands.map(({ stride }) => stride), ...results];
  const together = leastRows(links.map(({ slices }) => slices));
  const unit = blockRows(results);
  const least = Math.ceil(together / unit) * unit;
  // Kernels have a workspace of their own, however many rows there are.
  const temporaryBytes = strip(2 * least).workspaceBytes - strip(least).workspaceBytes;
  const rowBytes = strides.reduce((sum, bytes) => sum + bytes, 0) + temporaryBytes / least;
  if (rowBytes * least > sizes.mostInStrip) return null;
  const most = Math.max(least, Math.floor(sizes.inStrip / Math.max(1, rowBytes) / unit) * unit);
  const kernel = (total: number): Kernel =>
    stripLoop({ rows: total, strides, leastRows: together, kernel: strip }, stripRows(total, most, unit));
  return {
    kind: "step",
    kernel: kernel(rows),
    inputs: operands.map(({ value }) => value),
    outputs,
    overwritable: operands
      .filter((operand) => isOverwritable(operand, rows, links, outputs))
      .map(({ value }) => value),
    work: () => links.reduce((sum, { step }) => sum + step.work(), 0),
    slices: [{ rows, strides, leastRows: together, kernel }],
  };
}

/** At most so many rows, if possible so that strips come out even. */
function stripRows(total: number, most: number, least: number): number {
  for (let size = most; size > most / 2; size -= least) if (total % size === 0) return size;
  return most;
}

/**
 * Whether a result may take the place of an operand of which row after row is read: no step reads it after one has written
 * what may lie where the result will.
 */
function isOverwritable(
  { value, stride }: Operand,
  rows: number,
  links: readonly Link[],
  outputs: readonly Value[],
): boolean {
  const sizes = new Set(outputs.map(({ spec }) => byteSize(spec)));
  if (stride !== byteSize(value.spec) / rows) return false;
  const written = links.findIndex(({ step }) => step.outputs.some(({ spec }) => sizes.has(byteSize(spec))));
  return links.every(({ step, slices }, time) => {
    const readsWhole = step.inputs.some(
      (input, index) => input === value && slices.strides[index] !== stride,
    );
    const inTime = time < written || (time === written && step.overwritable.includes(value));
    return !readsWhole && (inTime || !step.inputs.includes(value));
  });
}
