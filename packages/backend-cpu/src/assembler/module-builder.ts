import { present } from "../codegen/present.ts";
import { joinBytes, nameBytes, paddedLeb, signedLeb, unsignedLeb, vector } from "./encoding.ts";
import type {
  FunctionBody,
  FunctionBuilder,
  FunctionRef,
  FunctionType,
  GlobalRef,
} from "./function-builder.ts";
import { VALUE_TYPES } from "./opcodes.ts";

interface Import {
  readonly name: string;
  readonly ref: FunctionRef;
}

interface Definition {
  readonly body: FunctionBody;
  readonly ref: FunctionRef;
}

/** "\0asm", version 1. */
const MAGIC = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];

/** Of a memory that threads share, the most pages it may come to have: it is part of its type. */
interface SharedMemory {
  readonly maximumPages: number;
}

const MUTABLE = 0x01;

/** Each byte is one character. */
const LATIN = new TextDecoder("latin1");

/** Collects functions into one module, which imports its memory and some functions from `env`. */
export class ModuleBuilder {
  readonly #shared: SharedMemory | null;
  readonly #globals: number[] = [];
  readonly #imports: Import[] = [];
  readonly #definitions: Definition[] = [];
  readonly #exports: { name: string; ref: FunctionRef }[] = [];
  readonly #refs = new Map<string, FunctionRef>();
  readonly #known = new Map<string, FunctionRef>();
  readonly #ids = new Map<FunctionRef, number>();

  constructor(shared: SharedMemory | null = null) {
    this.#shared = shared;
  }

  /** A variable that each instance has for itself. */
  global(initial: number): GlobalRef {
    this.#globals.push(initial);
    return { index: this.#globals.length - 1 };
  }

  /** The function of this name, imported once. */
  import(name: string, type: FunctionType): FunctionRef {
    return this.#once(`import ${name}`, type, (ref) => this.#imports.push({ name, ref }));
  }

  /** Functions of equal code are one. */
  define(code: FunctionBuilder): FunctionRef {
    const body = code.body();
    link(body, (callee) => this.#ids.get(callee) ?? 0);
    const key = `${code.type.params.join()}:${code.type.results.join()}:${LATIN.decode(body.bytes)}`;
    return this.#once(key, code.type, (ref) => this.#definitions.push({ body, ref }));
  }

  /** What `make` defines, made once for each text. */
  known(text: string, make: () => FunctionRef): FunctionRef {
    let ref = this.#known.get(text);
    if (ref === undefined) {
      ref = make();
      this.#known.set(text, ref);
    }
    return ref;
  }

  export(name: string, ref: FunctionRef): void {
    this.#exports.push({ name, ref });
  }

  encode(): Uint8Array<ArrayBuffer> {
    const types = new TypeTable();
    const indices = new Map<FunctionRef, number>();
    for (const { ref } of [...this.#imports, ...this.#definitions]) indices.set(ref, indices.size);
    // It calls no function of another module.
    const indexOf = (ref: FunctionRef): number => present(indices.get(ref));

    const limits = this.#shared === null ? [0x00, 0] : [0x03, 0, ...unsignedLeb(this.#shared.maximumPages)];
    const memory = [...nameBytes("env"), ...nameBytes("memory"), 0x02, ...limits];
    const imports = this.#imports.map(({ name, ref }) => [
      ...nameBytes("env"),
      ...nameBytes(name),
      0x00,
      ...types.index(ref.type),
    ]);
    const functions = this.#definitions.map(({ ref }) => types.index(ref.type));
    const globals = this.#globals.map((initial) => [
      VALUE_TYPES.i32,
      MUTABLE,
      0x41,
      ...signedLeb(initial),
      0x0b,
    ]);
    const exports = this.#exports.map(({ name, ref }) => [
      ...nameBytes(name),
      0x00,
      ...unsignedLeb(indexOf(ref)),
    ]);
    const bodies = this.#definitions.map(({ body }) => {
      link(body, indexOf);
      return body.bytes;
    });
    const code = [
      unsignedLeb(bodies.length),
      ...bodies.flatMap((bytes) => [unsignedLeb(bytes.length), bytes]),
    ];
    const section = (id: number, content: ArrayLike<number>): ArrayLike<number>[] => [
      [id, ...unsignedLeb(content.length)],
      content,
    ];
    return joinBytes([
      MAGIC,
      ...section(1, types.encode()),
      ...section(2, vector([memory, ...imports])),
      ...section(3, vector(functions)),
      ...section(6, vector(globals)),
      ...section(7, vector(exports)),
      ...section(10, joinBytes(code)),
    ]);
  }

  #once(key: string, type: FunctionType, add: (ref: FunctionRef) => void): FunctionRef {
    const known = this.#refs.get(key);
    if (known !== undefined) return known;
    const ref: FunctionRef = { type };
    this.#refs.set(key, ref);
    this.#ids.set(ref, this.#ids.size);
    add(ref);
    return ref;
  }
}

/** Writes the numbers of the functions that a body calls. */
function link({ bytes, calls }: FunctionBody, numberOf: (callee: FunctionRef) => number): void {
  for (const { at, callee } of calls) bytes.set(paddedLeb(numberOf(callee)), at);
}

class TypeTable {
  readonly #indices = new Map<string, number>();
  readonly #encoded: number[][] = [];

  index({ params, results }: FunctionType): number[] {
    const key = `${params.join()}:${results.join()}`;
    let index = this.#indices.get(key);
    if (index === undefined) {
      index = this.#encoded.length;
      this.#indices.set(key, index);
      const codes = [params, results].map((types) => vector(types.map((type) => [VALUE_TYPES[type]])));
      this.#encoded.push([0x60, ...codes.flat()]);
    }
    return unsignedLeb(index);
  }

  encode(): number[] {
    return vector(this.#encoded);
  }
}
