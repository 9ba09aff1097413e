import { type DType, type Node, present, type Value, nodeSpec } from "@elegy/autodiff/spi";
import type { Binding } from "../kernels/dispatch.ts";
import { ruleOf } from "../kernels/rule-of.ts";
import { Body } from "../wgsl/body.ts";
import { libraryCode } from "../wgsl/library.ts";
import type { Position } from "../wgsl/position.ts";
import { loaded, registerType, stored } from "../wgsl/register.ts";
import { STORAGE_TYPES } from "../wgsl/storage-type.ts";
import type { TakenBy } from "./gpu-step.ts";
import type { Views } from "./views.ts";

/** What a fused kernel reads and writes, by the indices of its step. */
export interface FusedBuffers {
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  readonly takenBy: TakenBy;
}

/** The code of one fused kernel: elements are read when they are first asked for, and computed once at each position. */
export class FusedCode {
  readonly body: Body = new Body();
  readonly #views: Views;
  readonly #direct: boolean;
  readonly #buffers: FusedBuffers;
  readonly #bindings: Binding[] = [];
  readonly #declarations: string[] = [];
  readonly #names = new Map<string, string>();
  readonly #numbers = new Map<Value, number>();
  #usesHalves = false;

  constructor(views: Views, direct: boolean, buffers: FusedBuffers) {
    this.#views = views;
    this.#direct = direct;
    this.#buffers = buffers;
  }

  get bindings(): readonly Binding[] {
    return this.#bindings;
  }

  /** The register with the element of a value at a position. */
  read(value: Value, at: Position): string {
    return this.body.once(this.#key(value, at), () =>
      this.#views.isView(value, this.#direct)
        ? this.move(present(this.#views.makerOf(value)), at)
        : this.#load(value, at),
    );
  }

  /** The element of the result of a movement. */
  move(node: Node, at: Position): string {
    const rule = ruleOf(node);
    if (rule.kind !== "movement") throw new Error(`${node.primitive.name}: not a movement`);
    return rule.emit(
      this.body,
      at,
      (operand, position) => this.read(present(node.inputs[operand]), position),
      nodeSpec(node),
    );
  }

  /** Computes the results of an elementwise node. */
  compute(node: Node, at: Position): void {
    const rule = ruleOf(node);
    if (rule.kind !== "elementwise") throw new Error(`${node.primitive.name}: not elementwise`);
    const operands = node.inputs.map((value) => this.read(value, at));
    const results = rule.emit(this.body, operands, nodeSpec(node));
    for (const [index, value] of node.outputs.entries()) {
      const rounds = value.spec.dtype === "float16" && rule.rounds !== false;
      const result = present(results[index]);
      this.define(value, at, rounds ? this.body.call("to_half", result) : result);
    }
  }

  define(value: Value, at: Position, register: string): void {
    this.body.know(this.#key(value, at), this.body.let(register));
  }

  write(value: Value, at: Position): void {
    const name = this.#buffer(
      { kind: "result", index: this.#buffers.outputs.indexOf(value) },
      value.spec.dtype,
    );
    this.body.line(`${name}[${at.index}] = ${stored(value.spec.dtype, this.read(value, at))};`);
  }

  /** A temporary of the kernel's own. Truth values are kept as words. */
  scratch(name: string, count: number, dtype: DType, access: "read" | "read_write"): string {
    const type = registerType(dtype) === "bool" ? "u32" : registerType(dtype);
    return this.#declare({ kind: "scratch", name, bytes: 4 * count }, type, access);
  }

  /** The whole module, around what was written. */
  module(head: string, extra: readonly string[] = []): string {
    return [
      ...(this.#usesHalves ? ["enable f16;"] : []),
      ...this.#declarations,
      ...extra,
      libraryCode(this.body.library),
      head,
      this.body.text,
      "}",
    ]
      .filter((part) => part !== "")
      .join("\n");
  }

  #load(value: Value, at: Position): string {
    const index = this.#buffers.inputs.indexOf(value);
    if (index < 0) throw new Error("a value is read where it is not known");
    const taken = this.#buffers.takenBy(index);
    const binding: Binding =
      taken === undefined ? { kind: "operand", index } : { kind: "result", index: taken };
    const dtype = taken === undefined ? value.spec.dtype : present(this.#buffers.outputs[taken]).spec.dtype;
    const name = this.#buffer(binding, dtype);
    const element = `${name}[${at.index}]`;
    // An operand may lie where a result of another dtype is to come.
    const [own, there] = [storageType(value.spec.dtype), storageType(dtype)];
    return loaded(value.spec.dtype, own === there ? element : `bitcast<${own}>(${element})`);
  }

  #buffer(binding: Binding & { readonly index: number }, dtype: DType): string {
    return this.#declare(binding, storageType(dtype), binding.kind === "operand" ? "read" : "read_write");
  }

  #declare(binding: Binding, type: string, access: "read" | "read_write"): string {
    const key =
      "name" in binding ? binding.name : `${binding.kind} ${"index" in binding ? binding.index : ""}`;
    const known = this.#names.get(key);
    if (known !== undefined) return known;
    const place = this.#bindings.length;
    const name = `b${place}`;
    if (type === "f16") this.#usesHalves = true;
    this.#declarations.push(`@group(0) @binding(${place}) var<storage, ${access}> ${name}: array<${type}>;`);
    this.#bindings.push(binding);
    this.#names.set(key, name);
    return name;
  }

  #key(value: Value, at: Position): string {
    let number = this.#numbers.get(value);
    if (number === undefined) {
      number = this.#numbers.size;
      this.#numbers.set(value, number);
    }
    return `${number} ${at.key}`;
  }
}

function storageType(dtype: DType): string {
  if (dtype === "float64") throw new Error("no device has float64");
  return STORAGE_TYPES[dtype];
}
