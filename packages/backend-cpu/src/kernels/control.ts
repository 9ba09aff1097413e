import { byteSize, type ControlPrimitives, type Graph } from "@elegy/autodiff/spi";
import { FunctionBuilder, type Local } from "../assembler/function-builder.ts";
import type { ModuleBuilder } from "../assembler/module-builder.ts";
import { advance, offset, repeat } from "../codegen/loop.ts";
import { present } from "../codegen/present.ts";
import { emitRun } from "../codegen/strided-copy.ts";
import { BLOCK } from "../memory/free-list.ts";
import { type Crew, crewOf } from "../threads/crew.ts";
import type { ControlRule, Kernel } from "./kernel-rule.ts";
import { workspaceLayout } from "./workspace-layout.ts";

export const cond: ControlRule<ControlPrimitives["cond"]> = {
  kind: "control",
  lower({ params, inputs, outputs }, lowerGraph) {
    const branches = params.branches.map(lowerGraph);
    const workspaceBytes = Math.max(...branches.map((branch) => branch.workspaceBytes));
    return {
      workspaceBytes,
      cooperative: branches.some(isCooperative),
      define(module, crew) {
        const code = FunctionBuilder.ofAddresses(inputs.length + outputs.length + Number(workspaceBytes > 0));
        const [index, ...others] = code.params;
        const operands = others.slice(0, inputs.length - 1 + outputs.length);
        code.block((end) => {
          for (const [number, branch] of branches.entries()) {
            const call = (): void => {
              callInner(branch, module, crew, code, operands, others.at(-1));
              code.branch(end);
            };
            // The index is in range: what is no other branch is the last.
            if (number === branches.length - 1) call();
            else code.get(present(index)).memory("i32.load").i32(number).op("i32.eq").if(call);
          }
        });
        return module.define(code);
      },
    };
  },
};

function isCooperative(kernel: Kernel): boolean {
  return kernel.cooperative === true;
}

/** Calls a kernel in which threads meet, or has the first one call it and all wait. */
function callInner(
  kernel: Kernel,
  module: ModuleBuilder,
  crew: Crew,
  code: FunctionBuilder,
  operands: readonly Local[],
  workspace: Local | undefined,
): void {
  const call = (): void => {
    for (const operand of operands) code.get(operand);
    if (kernel.workspaceBytes > 0) code.get(present(workspace));
    code.call(kernel.define(module, crewOf(kernel, crew)));
  };
  if (isCooperative(kernel)) call();
  else doOnce(code, crew, call);
}

/** The first thread does it, and all wait. */
function doOnce(code: FunctionBuilder, crew: Crew, work: () => void): void {
  crew.first(code, work);
  crew.meet(code);
}

/**
 * A carry that a loop reads in one place and writes to another, which then change roles: the result's own memory and
 * one place in the workspace.
 */
class Carry {
  readonly #code: FunctionBuilder;
  readonly #result: Local;
  readonly #bytes: number;
  readonly #both: Local;
  /** Where the next step reads. */
  readonly from: Local;
  /** Where the next step writes. */
  readonly to: Local;

  constructor(code: FunctionBuilder, first: Local, result: Local, spare: Local, bytes: number) {
    this.#code = code;
    this.#result = result;
    this.#bytes = bytes;
    this.#both = code.local("i32");
    this.from = offset(code, first, 0);
    this.to = offset(code, result, 0);
    code.get(result).get(spare).op("i32.xor").set(this.#both);
  }

  /** Makes the first step write to the spare place. */
  swapFirst(): void {
    this.#code.get(this.to).get(this.#both).op("i32.xor").set(this.to);
  }

  swap(): void {
    this.#code.get(this.to).set(this.from);
    this.swapFirst();
  }

  /** The last value to where the result belongs. */
  finish(): void {
    const code = this.#code;
    code
      .get(this.from)
      .get(this.#result)
      .op("i32.ne")
      .if(() => emitRun(code, this.from, this.#result, this.#bytes));
  }
}

export const scan: ControlRule<ControlPrimitives["scan"]> = {
  kind: "control",
  lower({ params, inputs, outputs }, lowerGraph) {
    const { consts, carries, length, reverse } = params;
    const body = lowerGraph(params.body);
    const slices = (list: Graph["outputs"]): number[] =>
      list.slice(carries).map(({ spec }) => byteSize(spec));
    const xBytes = slices(params.body.inputs.slice(consts));
    const yBytes = slices(params.body.outputs);
    const carryBytes = outputs.slice(0, carries).map(byteSize);
    const staged = yBytes.map((bytes) => (fillsBlocks(bytes) ? 0 : bytes));
    const layout = workspaceLayout([Math.max(1, body.workspaceBytes), ...carryBytes, ...staged]);
    return {
      workspaceBytes: layout.bytes,
      cooperative: isCooperative(body),
      define(module, crew) {
        const code = FunctionBuilder.ofAddresses(inputs.length + outputs.length + 1);
        const params = code.params;
        const places = layout.offsets.map((at) => offset(code, present(params.at(-1)), at));
        const [workspace, ...spare] = places;
        const input = (index: number): Local => present(params[index]);
        const output = (index: number): Local => present(params[inputs.length + index]);
        const carry = carryBytes.map(
          (bytes, i) => new Carry(code, input(consts + i), output(i), present(spare[i]), bytes),
        );
        // So that the last step writes to the results.
        if (length % 2 === 0) for (const one of carry) one.swapFirst();

        const start = (bytes: number): number => (reverse ? (length - 1) * bytes : 0);
        const xs = xBytes.map((bytes, i) => offset(code, input(consts + carries + i), start(bytes)));
        const ys = yBytes.map((bytes, i) => offset(code, output(carries + i), start(bytes)));
        const staging = (i: number): Local | null =>
          present(staged[i]) > 0 ? present(spare[carries + i]) : null;
        const operands = [
          ...params.slice(0, consts),
          ...carry.map(({ from }) => from),
          ...xs,
          ...carry.map(({ to }) => to),
          ...ys.map((y, i) => staging(i) ?? y),
        ];
        repeat(code, length, () => {
          callInner(body, module, crew, code, operands, workspace);
          if (staged.some((bytes) => bytes > 0)) {
            doOnce(code, crew, () => {
              for (const [i, y] of ys.entries()) {
                const place = staging(i);
                if (place !== null) emitRun(code, place, y, present(yBytes[i]));
              }
            });
          }
          for (const one of carry) one.swap();
          const strides = [...xBytes, ...yBytes];
          for (const [i, place] of [...xs, ...ys].entries()) {
            advance(code, place, (reverse ? -1 : 1) * present(strides[i]));
          }
        });
        doOnce(code, crew, () => carry.forEach((one) => one.finish()));
        return module.define(code);
      },
    };
  },
};

export const whileLoop: ControlRule<ControlPrimitives["while"]> = {
  kind: "control",
  lower({ params, inputs, outputs }, lowerGraph) {
    const { condConsts, bodyConsts } = params;
    const [predicate, body] = [lowerGraph(params.cond), lowerGraph(params.body)];
    const carryBytes = outputs.map(byteSize);
    const inner = Math.max(predicate.workspaceBytes, body.workspaceBytes);
    const layout = workspaceLayout([inner, 1, ...carryBytes]);
    return {
      workspaceBytes: layout.bytes,
      cooperative: isCooperative(predicate) || isCooperative(body),
      define(module, crew) {
        const code = FunctionBuilder.ofAddresses(inputs.length + outputs.length + 1);
        const params = code.params;
        const places = layout.offsets.map((at) => offset(code, present(params.at(-1)), at));
        const [workspace, truth, ...spare] = places;
        const carry = carryBytes.map((bytes, i) => {
          const [first, result] = [params[condConsts + bodyConsts + i], params[inputs.length + i]];
          return new Carry(code, present(first), present(result), present(spare[i]), bytes);
        });
        const from = carry.map((one) => one.from);
        const asked = [...params.slice(0, condConsts), ...from, present(truth)];
        const step = [
          ...params.slice(condConsts, condConsts + bodyConsts),
          ...from,
          ...carry.map(({ to }) => to),
        ];
        code.block((end) => {
          code.loop((head) => {
            callInner(predicate, module, crew, code, asked, workspace);
            code.get(present(truth)).memory("i32.load8_u").op("i32.eqz").branchIf(end);
            callInner(body, module, crew, code, step, workspace);
            for (const one of carry) one.swap();
            code.branch(head);
          });
        });
        doOnce(code, crew, () => carry.forEach((one) => one.finish()));
        return module.define(code);
      },
    };
  },
};

/** Kernels may write to the end of the last block they write to: rows that fill whole ones can be written in place. */
function fillsBlocks(bytes: number): boolean {
  return bytes % BLOCK === 0;
}
