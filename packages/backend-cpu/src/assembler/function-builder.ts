import { bytesOf, joinBytes, paddedLeb, signedLeb, unsignedLeb } from "./encoding.ts";
import {
  type LaneMemoryOpName,
  type LaneOpName,
  type MemoryOpName,
  type Op,
  OPCODES,
  VALUE_TYPES,
  type ValueType,
} from "./opcodes.ts";

export interface Local {
  readonly index: number;
  readonly type: ValueType;
}

/** Where a branch can go: the end of a block or the head of a loop. */
export interface Label {
  readonly depth: number;
}

export interface FunctionType {
  readonly params: readonly ValueType[];
  readonly results: readonly ValueType[];
}

/** A function of a module; it has an index only when the module is finished. */
export interface FunctionRef {
  readonly type: FunctionType;
  /** How many there were before it. */
  readonly id: number;
}

/** A variable of a module. */
export interface GlobalRef {
  readonly index: number;
}

/** Where in a body the index of a function is, five bytes. */
interface Call {
  readonly at: number;
  readonly callee: FunctionRef;
}

/** Code of a function under way, which may be placed in it more than once. */
export interface CodePiece {
  readonly bytes: readonly number[];
  readonly calls: readonly Call[];
}

/** A function as the code section wants it, but for the indices of the functions it calls. */
export interface FunctionBody {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly calls: readonly Call[];
}

/** One for each type: as many as there are, which the type of `map` does not say. */
type Locals<Types extends readonly ValueType[]> = { readonly [Index in keyof Types]: Local };

const VOID = 0x40;

/**
 * Emits the body of one function, instruction after instruction, as a stack machine wants them. There are thousands of them
 * in a program that is compiled once, mostly by code that has not run often: it counts how many calls one takes.
 */
export class FunctionBuilder<const Params extends readonly ValueType[] = readonly ValueType[]> {
  readonly type: FunctionType;
  /** The locals that hold the arguments, in order. */
  readonly params: Locals<Params>;
  readonly #calls: Call[] = [];
  readonly #code: number[] = [];
  readonly #locals: ValueType[] = [];
  #depth = 0;

  constructor(params: Params, results: readonly ValueType[] = []) {
    this.type = { params, results };
    this.params = params.map((type, index) => ({ index, type })) as Locals<Params>;
  }

  /** A function of so many addresses. */
  static ofAddresses(count: number): FunctionBuilder {
    return new FunctionBuilder(Array.from({ length: count }, () => "i32"));
  }

  local(type: ValueType): Local {
    this.#locals.push(type);
    return { index: this.type.params.length + this.#locals.length - 1, type };
  }

  get(local: Local): this {
    return this.#emitIndexed(0x20, local.index);
  }

  set(local: Local): this {
    return this.#emitIndexed(0x21, local.index);
  }

  tee(local: Local): this {
    return this.#emitIndexed(0x22, local.index);
  }

  getGlobal(global: GlobalRef): this {
    return this.#emitIndexed(0x23, global.index);
  }

  setGlobal(global: GlobalRef): this {
    return this.#emitIndexed(0x24, global.index);
  }

  i32(value: number): this {
    return this.#emit(0x41, ...signedLeb(value));
  }

  i64(value: number): this {
    return this.#emit(0x42, ...signedLeb(value));
  }

  /** Four equal 32-bit lanes with these bits. */
  v128(bits: number): this {
    const lane = [bits & 255, (bits >>> 8) & 255, (bits >>> 16) & 255, bits >>> 24];
    return this.#vector([...lane, ...lane, ...lane, ...lane]);
  }

  /** Two equal `float64` lanes. */
  v128Double(value: number): this {
    return this.#vector(bytesOf(Float64Array.of(value, value)));
  }

  /** The 32-bit lanes 0, 1, 2, 3. */
  v128Ascending(): this {
    return this.#vector(bytesOf(Int32Array.of(0, 1, 2, 3)));
  }

  op(name: Op): this {
    return this.#emitOp(OPCODES[name]);
  }

  /** A load (address on the stack) or a store (address, value). */
  memory(name: MemoryOpName, offset = 0): this {
    return this.#emitMemory(OPCODES[name], offset);
  }

  memoryLane(name: LaneMemoryOpName, lane: number, offset = 0): this {
    return this.#emitMemory(OPCODES[name], offset).#emit(lane);
  }

  lane(name: LaneOpName, lane: number): this {
    return this.#emitOp(OPCODES[name]).#emit(lane);
  }

  /** Four 32-bit lanes out of the eight of the two operands. */
  shuffle(lanes: readonly [number, number, number, number]): this {
    return this.#shuffleBytes(lanes.flatMap((lane) => [4 * lane, 4 * lane + 1, 4 * lane + 2, 4 * lane + 3]));
  }

  /** The low byte of each 32-bit lane, four times over. Both operands are the same vector. */
  lowBytes(): this {
    return this.#shuffleBytes(Array.from({ length: 16 }, (_, index) => 4 * (index % 4)));
  }

  /** Destination, source, byte count. */
  memoryCopy(): this {
    return this.#emit(0xfc, 0x0a, 0, 0);
  }

  /** Destination, byte value, byte count. */
  memoryFill(): this {
    return this.#emit(0xfc, 0x0b, 0);
  }

  call(callee: FunctionRef): this {
    this.#code.push(0x10);
    this.#calls.push({ at: this.#code.length, callee });
    return this.#emit(...paddedLeb(0));
  }

  /** The same code so many times, at least once, one after another. */
  times(count: number, body: () => void): this {
    const piece = this.aside(body);
    for (let copy = 0; copy < count; copy++) this.place(piece);
    return this;
  }

  /** Code that is written down, to be placed later. */
  aside(body: () => void): CodePiece {
    const [start, firstCall] = [this.#code.length, this.#calls.length];
    body();
    const calls = this.#calls.splice(firstCall).map(({ at, callee }) => ({ at: at - start, callee }));
    return { bytes: this.#code.splice(start), calls };
  }

  place({ bytes, calls }: CodePiece): this {
    for (const { at, callee } of calls) this.#calls.push({ at: at + this.#code.length, callee });
    return this.#emit(...bytes);
  }

  /** A branch to the label leaves the block. */
  block(body: (end: Label) => void): this {
    return this.#nested(0x02, body);
  }

  /** A branch to the label starts the next iteration; without one the loop is left. */
  loop(body: (head: Label) => void): this {
    return this.#nested(0x03, body);
  }

  if(then: () => void, otherwise?: () => void): this {
    return this.#nested(0x04, () => {
      then();
      if (otherwise !== undefined) {
        this.#emit(0x05);
        otherwise();
      }
    });
  }

  drop(): this {
    return this.#emit(0x1a);
  }

  return(): this {
    return this.#emit(0x0f);
  }

  branch(label: Label): this {
    return this.#emitIndexed(0x0c, this.#depth - label.depth);
  }

  branchIf(label: Label): this {
    return this.#emitIndexed(0x0d, this.#depth - label.depth);
  }

  /** Locals and code. */
  body(): FunctionBody {
    const groups: [number, ValueType][] = [];
    for (const type of this.#locals) {
      const last = groups.at(-1);
      if (last !== undefined && last[1] === type) last[0]++;
      else groups.push([1, type]);
    }
    const head = unsignedLeb(groups.length);
    for (const [count, type] of groups) head.push(...unsignedLeb(count), VALUE_TYPES[type]);
    const bytes = joinBytes([head, this.#code, [0x0b]]);
    return { bytes, calls: this.#calls.map(({ at, callee }) => ({ at: head.length + at, callee })) };
  }

  #nested(code: number, body: (label: Label) => void): this {
    this.#emit(code, VOID);
    body({ depth: ++this.#depth });
    this.#depth--;
    return this.#emit(0x0b);
  }

  #vector(bytes: readonly number[]): this {
    return this.#emit(0xfd, 0x0c, ...bytes);
  }

  #shuffleBytes(bytes: readonly number[]): this {
    return this.#emitOp(0xfd00d).#emit(...bytes);
  }

  #emit(...bytes: readonly number[]): this {
    this.#code.push(...bytes);
    return this;
  }

  /** An instruction that has a prefix is that and a number. */
  #emitOp(code: number): this {
    return code < 0x100 ? this.#emit(code) : this.#emitIndexed(code >>> 12, code & 0xfff);
  }

  /** Alignment is a hint that engines do without; atomic instructions have to state that of their 32 bits. */
  #emitMemory(code: number, offset: number): this {
    const isAtomic = code >>> 12 === 0xfe;
    return this.#emitOp(code).#emitIndexed(isAtomic ? 2 : 0, offset);
  }

  /** An instruction with one index, which most are. */
  #emitIndexed(code: number, index: number): this {
    if (index < 0x80) this.#code.push(code, index);
    else this.#code.push(code, ...unsignedLeb(index));
    return this;
  }
}
