import { dataFlow, type Graph, present, type Value, nodeSpec } from "@elegy/autodiff/spi";
import type { DeviceTraits } from "../kernels/kernel-rule.ts";
import { ruleOf } from "../kernels/rule-of.ts";
import { concatenateKernels, elementwiseKernel } from "./elementwise-kernel.ts";
import { fuse, type Group, isFusible, reducedBy, sameShape, shapeOf } from "./fuse.ts";
import type { GpuStep, Stage } from "./gpu-step.ts";
import { reductionKernels } from "./reduction-kernel.ts";
import { type Leaf, Views } from "./views.ts";

/** What a program does, one after another. */
export function stagesOf(graph: Graph, traits: DeviceTraits): Stage[] {
  const flow = dataFlow(graph);
  const views = new Views(flow);
  const needed = new Set<Value>(graph.outputs);
  const stages: Stage[] = [];
  // From the end, as a value that fused kernels look through may turn out not to be needed.
  for (const group of fuse(flow, views, new Set(graph.outputs), traits.maxStorageBuffers).toReversed()) {
    const outputs = group.flatMap((node) => node.outputs).filter((value) => needed.has(value));
    if (outputs.length === 0) continue;
    const stage = stageOf(group, outputs, views, traits);
    for (const value of stage.inputs) needed.add(value);
    stages.push(stage);
  }
  return stages.toReversed();
}

function stageOf(group: Group, outputs: readonly Value[], views: Views, traits: DeviceTraits): Stage {
  const node = present(group[0]);
  if (isFusible(node)) return fusedStep(group, outputs, views, traits);
  const rule = ruleOf(node);
  switch (rule.kind) {
    case "movement":
      return rule.keepsOrder?.(nodeSpec(node)) === true
        ? { kind: "alias", inputs: [present(node.inputs[0])], outputs: [present(node.outputs[0])] }
        : movementStep(group, outputs, views, traits);
    case "dispatches":
      return {
        kind: "step",
        work: {
          kind: "dispatches",
          make: (takenBy) =>
            rule.lower(nodeSpec(node), traits, rule.mayOverwrite && takenBy(0) !== undefined),
        },
        inputs: node.inputs,
        outputs: node.outputs,
        // What is bound as the result cannot be bound as another operand, too.
        overwritable: node.inputs.filter(
          (value, place) => rule.mayOverwrite && place === 0 && node.inputs.lastIndexOf(value) === 0,
        ),
      };
    case "control":
      return {
        kind: "step",
        work: { kind: "control", node },
        inputs: node.inputs,
        outputs: node.outputs,
        overwritable: [],
      };
    default:
      throw new Error(`${node.primitive.name}: fusible nodes are grouped`);
  }
}

function movementStep(
  group: Group,
  outputs: readonly Value[],
  views: Views,
  { maxStorageBuffers }: DeviceTraits,
): GpuStep {
  const node = present(group[0]);
  const whole = distinct(views.leavesOfNode(node, false));
  const direct = whole.length >= maxStorageBuffers;
  const inputs = direct ? distinct(views.leavesOfNode(node, true)) : whole;
  const apart = inputs.length >= maxStorageBuffers;
  return {
    kind: "step",
    work: {
      kind: "dispatches",
      make: (takenBy) => {
        const buffers = { inputs, outputs, takenBy };
        if (apart) {
          // Only a concatenation has so many operands.
          const { dimension } = node.params as { readonly dimension: number };
          return concatenateKernels(node, dimension, views, buffers);
        }
        return elementwiseKernel(node.primitive.name, shapeOf(node), views, direct, buffers, (code, at) => {
          const result = present(node.outputs[0]);
          code.define(result, at, code.move(node, at));
          code.write(result, at);
        });
      },
    },
    inputs,
    outputs,
    overwritable: [],
  };
}

/** One kernel for a group of elementwise nodes and reductions, which writes only the values needed outside of it. */
function fusedStep(
  group: Group,
  outputs: readonly Value[],
  views: Views,
  { maxStorageBuffers, maxInvocations }: DeviceTraits,
): GpuStep {
  const reduced = reducedBy(group);
  const inside = new Set(group.flatMap((node) => node.outputs));
  const leaves = (direct: boolean): Leaf[] =>
    group.flatMap((node) => {
      const ofElements =
        reduced === null || ruleOf(node).kind === "reduction" || sameShape(shapeOf(node), reduced.shape);
      return node.inputs
        .filter((value) => !inside.has(value))
        .flatMap((value) => views.leavesOf(value, direct))
        .map(({ value, own }) => ({ value, own: own && ofElements }));
    });
  const direct = distinct(leaves(false)).length + outputs.length > maxStorageBuffers;
  const read = leaves(direct);
  const inputs = distinct(read);
  const label = labelOf(group);
  return {
    kind: "step",
    work: {
      kind: "dispatches",
      make: (takenBy) => {
        const buffers = { inputs, outputs, takenBy };
        if (reduced !== null) {
          return reductionKernels(label, group, reduced, views, direct, buffers, maxInvocations);
        }
        return elementwiseKernel(label, shapeOf(present(group[0])), views, direct, buffers, (code, at) => {
          for (const node of group) code.compute(node, at);
          for (const value of outputs) code.write(value, at);
        });
      },
    },
    inputs,
    outputs,
    overwritable: inputs.filter((value) => read.every((leaf) => leaf.value !== value || leaf.own)),
  };
}

function distinct(leaves: readonly Leaf[]): Value[] {
  return [...new Set(leaves.map(({ value }) => value))];
}

/** For profiles and errors: the primitives, as far as they fit. */
function labelOf(group: Group): string {
  const names = group.map((node) => node.primitive.name);
  return names.length <= 6 ? names.join(" ") : `${names.slice(0, 5).join(" ")} … ${names.length} in all`;
}
