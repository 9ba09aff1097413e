import { dataFlow, type DataFlow, type Graph, type Node, type Value, nodeSpec } from "@elegy/autodiff/spi";
import { present } from "../codegen/present.ts";
import type { Kernel, Prepared } from "../kernels/kernel-rule.ts";
import { knownKernel } from "../kernels/known-kernel.ts";
import { kernelRule } from "../kernels/kernel-table.ts";
import { fuse, type Group } from "./fuse.ts";
import { fusedKernel } from "./fused-kernel.ts";
import { lowerNode, nodeText } from "./lower-node.ts";
import { oneAxisIotas } from "./one-axis-iotas.ts";
import { knownSlices, nodeSlices } from "./slices.ts";
import type { Stage } from "./step.ts";
import { workOf } from "./work.ts";

type LowerGraph = (graph: Graph) => Kernel;

/** What a program does, one after another. Graphs inside of nodes become kernels by `lowerGraph`. */
export function stagesOf(graph: Graph, lowerGraph: LowerGraph): Stage[] {
  const flow = dataFlow(oneAxisIotas(graph));
  const needed = new Set<Value>(graph.outputs);
  const stages: Stage[] = [];
  // From the end, as a value that fused loops look through may turn out not to be needed.
  for (const group of fuse(flow).toReversed()) {
    const outputs = group.flatMap((node) => node.outputs).filter((value) => needed.has(value));
    if (outputs.length === 0) continue;
    const inOrder = stagesFor(group, outputs, flow, lowerGraph);
    for (const { inputs } of inOrder) for (const value of inputs) needed.add(value);
    stages.push(...inOrder.toReversed());
  }
  return stages.toReversed();
}

function stagesFor(
  group: Group,
  outputs: readonly Value[],
  flow: DataFlow,
  lowerGraph: LowerGraph,
): readonly Stage[] {
  const node = present(group[0]);
  const rule = kernelRule(node.primitive.name);
  if (rule.kind === "elementwise") return [fusedKernel(group, outputs, flow)];
  if (rule.kind === "alias") {
    return [{ kind: "alias", inputs: [present(node.inputs[0])], outputs: [present(node.outputs[0])] }];
  }
  const spec = nodeSpec(node);
  const prepared = rule.kind === "loop" ? (rule.prepared?.(spec) ?? null) : null;
  if (prepared !== null) return preparedSteps(node, nodeText(spec), prepared);
  const kernel = rule.kind === "loop" ? lowerNode(rule, spec) : rule.lower(spec, lowerGraph);
  const [first, ...others] = node.inputs;
  const overwritable =
    rule.kind === "loop" && rule.updatesFirst && first !== undefined && !others.includes(first)
      ? [first]
      : [];
  const { inputs } = node;
  return [
    {
      kind: "step",
      kernel,
      inputs,
      outputs: node.outputs,
      overwritable,
      work: () => workOf(group, inputs, outputs),
      slices: rule.kind === "loop" ? nodeSlices(rule, spec) : [],
    },
  ];
}

function preparedSteps(
  node: Node,
  text: string,
  { operand, spec, first, second, slices }: Prepared,
): Stage[] {
  const [given, made] = [present(node.inputs[operand]), { spec }];
  const inputs = node.inputs.with(operand, made);
  return [
    {
      kind: "step",
      kernel: knownKernel(`first of ${text}`, first),
      inputs: [given],
      outputs: [made],
      overwritable: [],
      work: () => workOf([], [given], [made]),
      slices: [],
    },
    {
      kind: "step",
      kernel: knownKernel(`second of ${text}`, second),
      inputs,
      outputs: node.outputs,
      overwritable: [],
      work: () => workOf([node], inputs, node.outputs),
      slices: knownSlices(`second of ${text}`, slices),
    },
  ];
}
