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

interface Import extends FunctionRef {
  readonly name: string;
}

interface Definition extends FunctionRef {
  readonly body: FunctionBody;
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
  #count = 0;

  constructor(shared: SharedMemory | null = null) {
    this.#shared = shared;
  }

  /** A variable that each instance has for itself. */
  global(initial: number): GlobalRef {
    return { index: this.#globals.push(initial) - 1 };
  }

  /** The function of this name, imported once. */
  import(name: string, type: FunctionType): FunctionRef {
    return this.#once(`import ${name}`, () => {
      const ref = { name, type, id: this.#count++ };
      this.#imports.push(ref);
      return ref;
    });
  }

  /** Functions of equal code are one. */
  define(code: FunctionBuilder): FunctionRef {
    const { type } = code;
    const body = code.body();
    link(body, ({ id }) => id);
    return this.#once(`code ${typeText(type)}:${LATIN.decode(body.bytes)}`, () => {
      const ref = { body, type, id: this.#count++ };
      this.#definitions.push(ref);
      return ref;
    });
  }

  /** What `make` defines, made once for each text. */
  known(text: string, make: () => FunctionRef): FunctionRef {
    return this.#once(`known ${text}`, make);
  }

  export(name: string, ref: FunctionRef): void {
    this.#exports.push({ name, ref });
  }

  encode(): Uint8Array<ArrayBuffer> {
    const types = new TypeTable();
    const indices = new Map(
      [...this.#imports, ...this.#definitions].map((ref, index) => [ref.id, index] as const),
    );
    // It calls no function of another module.
    const indexOf = ({ id }: FunctionRef): number => present(indices.get(id));

    const limits = this.#shared === null ? [0x00, 0] : [0x03, 0, ...unsignedLeb(this.#shared.maximumPages)];
    const memory = [...nameBytes("env"), ...nameBytes("memory"), 0x02, ...limits];
    const imports = this.#imports.map(({ name, type }) => [
      ...nameBytes("env"),
      ...nameBytes(name),
      0x00,
      ...types.index(type),
    ]);
    const functions = this.#definitions.map(({ type }) => types.index(type));
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

  #once(key: string, make: () => FunctionRef): FunctionRef {
    const ref = this.#refs.get(key) ?? make();
    this.#refs.set(key, ref);
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

  index(type: FunctionType): number[] {
    const key = typeText(type);
    const index = this.#indices.get(key) ?? this.#encoded.length;
    if (index === this.#encoded.length) {
      this.#indices.set(key, index);
      const codes = [type.params, type.results].map((types) => vector(types.map((one) => VALUE_TYPES[one])));
      this.#encoded.push([0x60, ...codes.flat()]);
    }
    return unsignedLeb(index);
  }

  encode(): number[] {
    return vector(this.#encoded);
  }
}

function typeText({ params, results }: FunctionType): string {
  return `${params.join()}:${results.join()}`;
}
