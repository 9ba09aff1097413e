import { type DType, type Node, present, type Shape } from "@elegy/autodiff/spi";
import type { Dispatch } from "../kernels/dispatch.ts";
import type { Combiner } from "../kernels/graph-rule.ts";
import { ruleOf } from "../kernels/rule-of.ts";
import { gridFor } from "../wgsl/grid.ts";
import { unsignedLiteral } from "../wgsl/literal.ts";
import { Position } from "../wgsl/position.ts";
import { registerLiteral, registerType } from "../wgsl/register.ts";
import { type Group, type Reduced, sameShape, shapeOf } from "./fuse.ts";
import { type FusedBuffers, FusedCode } from "./fused-code.ts";
import { evenStride, type ReductionShape, reductionShape } from "./reduction-shape.ts";
import type { Views } from "./views.ts";

interface Reduction {
  readonly node: Node;
  readonly combiner: Combiner;
  readonly dtype: DType;
  /** Of its private sum, and of the sums of a workgroup. */
  readonly sum: string;
  readonly shared: string;
}

/**
 * What is computed of each element, reductions of that, and what is computed of the results: in one kernel, or where few
 * results have very many elements in two, of which the first reduces parts.
 */
export function reductionKernels(
  label: string,
  group: Group,
  reduced: Reduced,
  views: Views,
  direct: boolean,
  buffers: FusedBuffers,
  mostInvocations: number,
): Dispatch[] {
  const shape = reductionShape(reduced, mostInvocations);
  if (shape.results === 0) return [];
  const job = { label, group, reduced, views, direct, buffers, reductions: reductionsOf(group) };
  if (shape.parts === 1) return [elementsKernel(job, shape)];
  const partial = { shape: [shape.results, shape.parts], axes: [1] };
  return [
    elementsKernel(job, shape),
    partsKernel(job, { ...reductionShape(partial, mostInvocations), parts: 1 }, shape.parts),
  ];
}

interface Job {
  readonly label: string;
  readonly group: Group;
  readonly reduced: Reduced;
  readonly views: Views;
  readonly direct: boolean;
  readonly buffers: FusedBuffers;
  readonly reductions: readonly Reduction[];
}

function reductionsOf(group: Group): Reduction[] {
  return group
    .flatMap((node) => {
      const rule = ruleOf(node);
      if (rule.kind !== "reduction") return [];
      const { dtype } = present(node.inputs[0]).spec;
      const names = { sum: `sum_${node.primitive.name}`, shared: `shared_${node.primitive.name}` };
      return [{ node, combiner: rule.combiner, dtype, ...names }];
    })
    .map((one, index) => ({ ...one, sum: `${one.sum}_${index}`, shared: `${one.shared}_${index}` }));
}

/** Goes through the elements; writes the results, or if there are parts the partial ones. */
function elementsKernel(job: Job, shape: ReductionShape): Dispatch {
  const code = new FusedCode(job.views, job.direct, job.buffers);
  const { parts, elements } = shape;
  const { body } = code;
  return kernelOf(job, shape, code, shape.results * parts, {
    accumulate(unit, lane) {
      const result = parts === 1 ? unit : body.let(`${unit} / ${unsignedLiteral(parts)}`);
      const each = Math.ceil(elements / parts);
      const first = parts === 1 ? lane : body.let(`(${unit} % ${parts}u) * ${each}u + ${lane}`);
      const limit =
        parts === 1 ? `${elements}u` : body.let(`min(${elements}u, ${first} - ${lane} + ${each}u)`);
      const base = baseOf(code, job.reduced, result);
      body.block(`for (var k = ${first}; k < ${limit}; k += ${shape.lanes}u)`, () =>
        takeElement(code, job, base, body.let("k")),
      );
    },
    finish(unit) {
      if (parts === 1) finishResults(code, job, unit);
      else {
        for (const one of job.reductions) {
          const partial = code.scratch(`partial ${one.sum}`, shape.results * parts, one.dtype, "read_write");
          const word = registerType(one.dtype) === "bool" ? `select(0u, 1u, ${one.sum})` : one.sum;
          body.line(`${partial}[${unit}] = ${word};`);
        }
      }
    },
  });
}

/** Reduces the partial results. */
function partsKernel(job: Job, shape: ReductionShape, parts: number): Dispatch {
  const code = new FusedCode(job.views, job.direct, job.buffers);
  const { body } = code;
  return kernelOf(job, shape, code, shape.results, {
    accumulate(unit, lane) {
      body.block(`for (var k = ${lane}; k < ${parts}u; k += ${shape.lanes}u)`, () => {
        for (const one of job.reductions) {
          const partial = code.scratch(`partial ${one.sum}`, shape.results * parts, one.dtype, "read");
          const word = `${partial}[${unit} * ${parts}u + k]`;
          const register = body.let(registerType(one.dtype) === "bool" ? `${word} != 0u` : word);
          body.line(`${one.sum} = ${one.combiner.combine(body, one.sum, register, one.dtype)};`);
        }
      });
    },
    finish: (unit) => finishResults(code, job, unit),
  });
}

/** Sums of a workgroup that are left after its first round. */
const ROUND = 16;

interface Phases {
  /** Of an invocation, for its unit of work (a result, or a part of one) and its lane there. */
  accumulate(unit: string, lane: string): void;
  /** Of one invocation for each unit, when all is reduced. */
  finish(unit: string): void;
}

function kernelOf(
  { label, reductions }: Job,
  { lanes, slots, lanesFirst }: ReductionShape,
  code: FusedCode,
  units: number,
  phases: Phases,
): Dispatch {
  const { body } = code;
  const invocations = lanes * slots;
  const { workgroups } = gridFor(Math.ceil(units / slots), 1);
  const group = workgroups[1] === 1 ? "group.x" : `(group.y * ${workgroups[0]}u + group.x)`;
  const lane = lanes === 1 ? "0u" : body.let(lanesFirst ? `local % ${lanes}u` : `local / ${slots}u`);
  const slot = lanes === 1 ? "local" : body.let(lanesFirst ? `local / ${lanes}u` : `local % ${slots}u`);
  const unit = body.let(slots === 1 ? group : `${group} * ${slots}u + ${slot}`);
  for (const { sum, dtype, combiner } of reductions) {
    body.line(`var ${sum} = ${registerLiteral(body, dtype, combiner.identity(dtype))};`);
  }
  body.block(`if (${unit} < ${unsignedLiteral(units)})`, () => phases.accumulate(unit, lane));
  const shared: string[] = [];
  if (lanes > 1) {
    for (const { sum, shared: name, dtype } of reductions) {
      shared.push(`var<workgroup> ${name}: array<${registerType(dtype)}, ${invocations}>;`);
      body.line(`${name}[local] = ${sum};`);
    }
    const place = lanesFirst ? `local - ${lane} + k` : `${slot} + k * ${slots}u`;
    // Barriers cost more than reads: few rounds, in each of which an invocation takes several sums.
    for (const [from, to] of lanes > 2 * ROUND
      ? [[lanes, ROUND] as const, [ROUND, 1] as const]
      : [[lanes, 1] as const]) {
      body.line("workgroupBarrier();");
      body.block(`if (${lane} < ${to}u)`, () => {
        body.block(`for (var k = ${lane} + ${to}u; k < ${from}u; k += ${to}u)`, () => {
          for (const { sum, shared: name, dtype, combiner } of reductions) {
            const other = body.let(`${name}[${place}]`);
            body.line(`${sum} = ${combiner.combine(body, sum, other, dtype)};`);
          }
        });
        if (to > 1) for (const { sum, shared: name } of reductions) body.line(`${name}[local] = ${sum};`);
      });
    }
  }
  const last = lanes === 1 ? "" : `${lane} == 0u && `;
  body.block(`if (${last}${unit} < ${unsignedLiteral(units)})`, () => phases.finish(unit));
  const head = `@compute @workgroup_size(${invocations})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) local: u32) {`;
  return { label, code: code.module(head, shared), bindings: code.bindings, workgroups };
}

/** Where the elements of a result begin, and its place along the axes that are left. */
interface Base {
  readonly index: string;
  readonly result: Position;
}

function leftAxes({ shape, axes }: Reduced): number[] {
  return [...shape.keys()].filter((axis) => !axes.includes(axis));
}

function leftShape(reduced: Reduced): Shape {
  return leftAxes(reduced).map((axis) => present(reduced.shape[axis]));
}

function baseOf(code: FusedCode, reduced: Reduced, unit: string): Base {
  const result = Position.ofIndex(code.body, leftShape(reduced), unit, false);
  return { index: offsetOf(code, reduced.shape, leftAxes(reduced), result), result };
}

/** How far from the start the elements of a position along some of the axes are. */
function offsetOf(code: FusedCode, shape: Shape, axes: readonly number[], at: Position): string {
  const stride = evenStride(shape, axes);
  if (stride !== null) return stride === 1 ? at.index : code.body.let(`${at.index} * ${stride}u`);
  const place = shape.map((_, axis) => {
    const own = axes.indexOf(axis);
    return own < 0 ? "0u" : at.along(own);
  });
  return Position.ofAxes(code.body, shape, place).index;
}

/** Computes what belongs to an element, writes what is wanted of it, and adds it to the results. */
function takeElement(code: FusedCode, job: Job, base: Base, k: string): void {
  const { body } = code;
  const { shape, axes } = job.reduced;
  const across = Position.ofIndex(
    body,
    axes.map((axis) => present(shape[axis])),
    k,
    false,
  );
  const index = body.let(`${base.index} + ${offsetOf(code, shape, axes, across)}`);
  const left = leftAxes(job.reduced);
  const at = new Position(
    shape,
    {
      index: () => index,
      along: (axis) => {
        const own = axes.indexOf(axis);
        return own < 0 ? base.result.along(left.indexOf(axis)) : across.along(own);
      },
    },
    true,
  );
  const { group, buffers, reductions } = job;
  const made = new Set<unknown>();
  for (const node of group) {
    if (ruleOf(node).kind === "reduction" || !sameShape(shapeOf(node), shape)) continue;
    code.compute(node, at);
    for (const value of node.outputs) made.add(value);
  }
  for (const value of buffers.outputs) if (made.has(value)) code.write(value, at);
  for (const { node, sum, combiner, dtype } of reductions) {
    body.line(`${sum} = ${combiner.combine(body, sum, code.read(present(node.inputs[0]), at), dtype)};`);
  }
}

/** Computes what follows from the results, and writes it. */
function finishResults(code: FusedCode, { group, reduced, buffers, reductions }: Job, unit: string): void {
  const at = Position.ofIndex(code.body, leftShape(reduced), unit, false);
  const made = new Set<unknown>();
  for (const { node, sum, dtype } of reductions) {
    const result = present(node.outputs[0]);
    code.define(result, at, dtype === "float16" ? code.body.call("to_half", sum) : sum);
    made.add(result);
  }
  for (const node of group) {
    if (ruleOf(node).kind === "reduction" || sameShape(shapeOf(node), reduced.shape)) continue;
    code.compute(node, at);
    for (const value of node.outputs) made.add(value);
  }
  for (const value of buffers.outputs) if (made.has(value)) code.write(value, at);
}
