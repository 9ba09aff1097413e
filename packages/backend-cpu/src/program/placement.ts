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

/** Finds every input and output of one run its address. They are numbered together, as they stand in the table. */
export class Placement {
  readonly #store: BufferStore;
  readonly #program: Program;
  readonly #name: string;
  readonly #inputs: readonly CpuBuffer[];
  readonly #eager: boolean;
  /** The addresses; of what is in the scratch from where that starts. */
  readonly #places: number[] = [];
  readonly #inScratch: boolean[] = [];
  readonly #allocated: number[] = [];
  /** What has no place of its own goes behind the temporaries. */
  #end: number;
  #table = 0;

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
    this.#end = program.scratchBytes;
  }

  /** Makes everything ready; returns the address of the table. */
  prepare(): number {
    const { takenFrom, outputs } = this.#program;
    this.#inputs.forEach((buffer, index) => {
      const place = takenFrom.includes(index) ? this.#own(buffer) : this.#onHeap(buffer);
      this.#put(place, byteSize(buffer.spec));
    });
    outputs.forEach((spec, index) => {
      const input = takenFrom[index] ?? null;
      const bytes = byteSize(spec);
      this.#put(input === null ? this.#forResult(bytes) : present(this.#places[input]), bytes);
    });
    this.#table = this.#store.scratch(this.#name).reserve(this.#end, this.#name);
    this.#write();
    return this.#table;
  }

  output(index: number): number {
    return this.#address(this.#inputs.length + index);
  }

  /** Whether an output lies where the next run will write: it is to be copied out. */
  isPassing(index: number): boolean {
    return present(this.#inScratch[this.#inputs.length + index]);
  }

  /** Whether the memory of a donated input now belongs to an output. */
  isTakenOver(index: number): boolean {
    const { residence } = present(this.#inputs[index]);
    const isOwn = residence.on === "heap" && residence.pointer === this.#places[index];
    return isOwn && this.#program.takenFrom.includes(index);
  }

  /** Gives back what was allocated for a run that failed. */
  abandon(): void {
    if (this.#store.disposed) return;
    for (const pointer of this.#allocated) this.#store.heap(this.#name).free(pointer);
  }

  #put(place: number | null, bytes: number): void {
    this.#places.push(place ?? this.#end);
    this.#inScratch.push(place === null);
    if (place === null) this.#end += roundUp(bytes);
  }

  #address(number: number): number {
    return present(this.#places[number]) + (this.#inScratch[number] ? this.#table : 0);
  }

  /** The addresses, and the elements that are there for this run only. */
  #write(): void {
    this.#inputs.forEach((buffer, index) => {
      if (this.#inScratch[index]) this.#store.copyTo(this.#address(index), buffer, this.#name);
    });
    const words = this.#store.heap(this.#name).view("uint32");
    const first = this.#table / 4;
    for (let number = 0; number < this.#places.length; number++)
      words[first + number] = this.#address(number);
  }

  /** The address of a block that an output may take over: the donated buffer's own, unless that is read elsewhere. */
  #own(buffer: CpuBuffer): number {
    const { residence, spec } = buffer;
    const isAlone = this.#inputs.indexOf(buffer) === this.#inputs.lastIndexOf(buffer);
    if (residence.on === "heap" && isAlone) return residence.pointer;
    const pointer = this.#allocate(byteSize(spec));
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

  /** The address of a result, `null` if it is to be copied out. */
  #forResult(bytes: number): number | null {
    const passes = this.#eager || bytes <= SMALL_RESULT || !this.#store.hasRoomFor(bytes);
    return passes ? null : this.#allocate(bytes);
  }

  #allocate(bytes: number): number {
    const pointer = this.#store.allocate(bytes, this.#name);
    this.#allocated.push(pointer);
    return pointer;
  }
}
