import type { FunctionBuilder, FunctionRef, Local } from "../assembler/function-builder.ts";
import type { ModuleBuilder } from "../assembler/module-builder.ts";
import type { Op } from "../assembler/opcodes.ts";

/** A vector, or what each of its lanes is. */
export type Operand = Local | number;

/**
 * Formulas over vectors of four lanes, in three-address form: each call emits one instruction and names its result.
 * All dtypes have 32-bit lanes in registers: `float32`, `int32` and `uint32` as they are, `float16` as
 * the `float32` of the same number, `uint8` extended by zeros, `bool` as a mask (all bits or none).
 */
export class Lanes {
  readonly module: ModuleBuilder;
  readonly code: FunctionBuilder;
  readonly #constants = new Map<Local, number>();

  constructor(module: ModuleBuilder, code: FunctionBuilder) {
    this.module = module;
    this.code = code;
  }

  /** A number stands for itself in each lane of floats, and else for the bits of each 32-bit lane. */
  op(name: Op, ...operands: readonly Operand[]): Local {
    for (const operand of operands) {
      if (typeof operand !== "number") this.code.get(operand);
      else if (name.startsWith("f64x2")) this.code.v128Double(operand);
      else this.code.v128(name.startsWith("f32x4") ? floatBits(operand) : operand);
    }
    return this.#name(() => this.code.op(name));
  }

  /** The same 32 bits in each lane. */
  bits(bits: number): Local {
    const local = this.#name(() => this.code.v128(bits));
    this.#constants.set(local, bits | 0);
    return local;
  }

  /** The same number in each lane. */
  float(value: number): Local {
    return this.bits(floatBits(value));
  }

  /** The bits of each lane, where they are known. */
  constantOf(vector: Local): number | undefined {
    return this.#constants.get(vector);
  }

  /** The same `float64` number in both halves. */
  double(value: number): Local {
    return this.#name(() => this.code.v128Double(value));
  }

  /** Four 32-bit lanes out of the eight of two vectors. */
  shuffle(a: Local, b: Local, order: readonly [number, number, number, number]): Local {
    return this.#name(() => this.code.get(a).get(b).shuffle(order));
  }

  /** Shifts each lane by the same count. */
  shift(
    name: "i32x4.shl" | "i32x4.shr_s" | "i32x4.shr_u" | "i64x2.shl" | "i64x2.shr_u",
    vector: Local,
    count: number,
  ): Local {
    this.code.get(vector).i32(count);
    return this.#name(() => this.code.op(name));
  }

  /** Mask, then, otherwise. */
  choose(mask: Operand, onTrue: Local, onFalse: Local): Local {
    return this.op("v128.bitselect", onTrue, onFalse, mask);
  }

  /** a + x·(b + x·(c + …)). */
  polynomial(x: Local, coefficients: readonly number[]): Local {
    return coefficients
      .map((coefficient) => this.float(coefficient))
      .reduceRight((sum, coefficient) => this.op("f32x4.add", this.op("f32x4.mul", sum, x), coefficient));
  }

  /** Calls a scalar function of `i32` numbers for each lane. */
  each(callee: FunctionRef, ...operands: readonly Local[]): Local {
    const result = this.code.local("v128");
    for (const lane of [0, 1, 2, 3]) {
      this.code.get(result);
      for (const operand of operands) this.code.get(operand).lane("i32x4.extract_lane", lane);
      this.code.call(callee).lane("i32x4.replace_lane", lane).set(result);
    }
    return result;
  }

  #name(emit: () => void): Local {
    emit();
    const local = this.code.local("v128");
    this.code.set(local);
    return local;
  }
}

export function floatBits(value: number): number {
  return new Int32Array(new Float32Array([value]).buffer)[0] ?? 0;
}
