import { byteSize } from "@elegy/autodiff/spi";
import { present } from "../codegen/present.ts";
import type { BufferStore } from "../memory/buffer-store.ts";
import type { CpuBuffer } from "../memory/cpu-buffer.ts";
import { roundUp } from "../memory/free-list.ts";
import type { Program } from "./lower.ts";

/** A host buffer read so often by compiled programs moves to the heap. */
const READS_BEFORE_MOVE = 2;

/** Results of at most so many bytes are not worth a block of the heap. */
const SMALL_RESULT = 1024;

/** Finds every input and output of one run its address. */
export class Placement {
  readonly #store: BufferStore;
  readonly #program: Program;
  readonly #name: string;
  readonly #inputs: readonly CpuBuffer[];
  readonly #eager: boolean;
  readonly #allocated: number[] = [];
  readonly #takenOver = new Set<CpuBuffer>();
  #outputs: readonly number[] = [];
  #inScratch: readonly boolean[] = [];

  constructor(
    store: BufferStore,
    program: Program,
    name: string,
    inputs: readonly CpuBuffer[],
    eager: boolean,
  ) {
    this.#store = store;
    this.#program = program;
    this.#name = name;
    this.#inputs = inputs;
    this.#eager = eager;
  }

  /** Makes everything ready; returns the address of the table. */
  prepare(): number {
    const { takenFrom, outputs, scratchBytes } = this.#program;
    const places = this.#inputs.map((buffer, index) =>
      takenFrom.includes(index) ? this.#own(index) : this.#onHeap(buffer),
    );
    for (const [index, spec] of outputs.entries()) {
      const input = takenFrom[index] ?? null;
      const bytes = byteSize(spec);
      const passes = this.#eager || bytes <= SMALL_RESULT || !this.#store.hasRoomFor(bytes);
      if (input !== null) places.push(present(places[input]));
      else places.push(passes ? null : this.#allocate(bytes));
    }

    // What is still without a place goes behind the temporaries.
    let end = scratchBytes;
    const offsets = [...this.#inputs.map(({ spec }) => spec), ...outputs].map((spec, index) => {
      const offset = end;
      if (places[index] === null) end += roundUp(byteSize(spec));
      return offset;
    });
    const table = this.#store.scratch(this.#name).reserve(end, this.#name);
    const addresses = offsets.map((offset, index) => places[index] ?? table + offset);
    for (const [index, buffer] of this.#inputs.entries())
      if (places[index] === null) this.#store.copyTo(present(addresses[index]), buffer, this.#name);
    this.#outputs = addresses.slice(this.#inputs.length);
    this.#inScratch = places.slice(this.#inputs.length).map((place) => place === null);
    const { memory } = this.#store.heap(this.#name);
    new Uint32Array(memory.buffer, table, addresses.length).set(addresses);
    return table;
  }

  output(index: number): number {
    return present(this.#outputs[index]);
  }

  /** Whether an output lies where the next run will write: it is to be copied out. */
  isPassing(index: number): boolean {
    return present(this.#inScratch[index]);
  }

  /** Whether the memory of a donated buffer now belongs to an output. */
  isTakenOver(buffer: CpuBuffer): boolean {
    return this.#takenOver.has(buffer);
  }

  /** Gives back what was allocated for a run that failed. */
  abandon(): void {
    if (this.#store.disposed) return;
    for (const pointer of this.#allocated) this.#store.heap(this.#name).free(pointer);
  }

  /** The address of a block that an output may take over: the donated buffer's own, unless that is read elsewhere. */
  #own(index: number): number {
    const buffer = present(this.#inputs[index]);
    const shared = this.#inputs.some((other, position) => other === buffer && position !== index);
    if (buffer.residence.on === "heap" && !shared) {
      this.#takenOver.add(buffer);
      return buffer.residence.pointer;
    }
    const pointer = this.#allocate(byteSize(buffer.spec));
    this.#store.copyTo(pointer, buffer, this.#name);
    return pointer;
  }

  /** The address of an input, `null` if it is to be copied for this run only. */
  #onHeap(buffer: CpuBuffer): number | null {
    if (buffer.residence.on === "heap") return buffer.residence.pointer;
    if (this.#eager) return null;
    buffer.hostReads++;
    const bytes = byteSize(buffer.spec);
    if (buffer.hostReads < READS_BEFORE_MOVE || !this.#store.hasRoomFor(bytes)) return null;
    const pointer = this.#store.allocate(bytes, this.#name);
    this.#store.copyTo(pointer, buffer, this.#name);
    this.#store.moveToHeap(buffer, pointer);
    return pointer;
  }

  #allocate(bytes: number): number {
    const pointer = this.#store.allocate(bytes, this.#name);
    this.#allocated.push(pointer);
    return pointer;
  }
}
