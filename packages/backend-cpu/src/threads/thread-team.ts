import { STRIP_SIZES, type StripSizes } from "../plan/strip-sizes.ts";
import { ThreadPool } from "./thread-pool.ts";

/** About what threads lose by two meetings, if the work is hardly more. */
const LEAST_WORK = 20_000;

/** The threads of one backend, none of which is there before a program wants it. */
export class ThreadTeam {
  readonly threads: number;
  /** Of the heap that they share; `null` for one thread, whose heap is its own. */
  readonly memory: { readonly maximumPages: number } | null;
  readonly leastWork: number;
  readonly strips: StripSizes;
  #pool: ThreadPool | null = null;

  constructor(
    maximumPages: number,
    threads: number,
    leastWork: number = LEAST_WORK,
    strips: StripSizes = STRIP_SIZES,
  ) {
    this.threads = threads;
    this.memory = threads > 1 ? { maximumPages } : null;
    this.leastWork = leastWork;
    this.strips = strips;
  }

  /** The threads that share a memory. After `stop` they are others. */
  pool(memory: WebAssembly.Memory): ThreadPool {
    this.#pool ??= new ThreadPool(memory, this.threads);
    return this.#pool;
  }

  stop(): void {
    this.#pool?.stop();
    this.#pool = null;
  }
}
