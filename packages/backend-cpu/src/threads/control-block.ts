import { BLOCK } from "../memory/free-list.ts";

/** How often a thread looks whether there is something to do before it goes to sleep: some ten microseconds. */
export const SPINS = 20_000;

/** The most threads of a backend: each has a word in the block. */
export const MOST_THREADS = 64;

/**
 * Where threads meet: the addresses of words at the start of a memory that they share. What is written often has a
 * cache line of its own.
 */
export const CONTROL: {
  readonly [
    K in "bell" | "jobs" | "program" | "table" | "messages" | "failed" | "arrived" | "meetings" | "ready"
  ]: number;
} = {
  /** Grows by one with each job and each message; idle threads sleep on it. */
  bell: BLOCK,
  /** How many jobs there have been; the program of the last one, and the address of its table. */
  jobs: BLOCK + 4,
  program: BLOCK + 8,
  table: BLOCK + 12,
  /** How many messages each thread has been sent. */
  messages: BLOCK + 16,
  /** Not 0 once a thread has failed. */
  failed: BLOCK + 20,
  /** How many have arrived where all meet, and how often all have met. */
  arrived: 2 * BLOCK,
  meetings: 3 * BLOCK,
  /** For each thread but the first, the last program that it is ready to run. */
  ready: 4 * BLOCK,
};

export const CONTROL_END: number = CONTROL.ready + 4 * MOST_THREADS;

/** The place of a word among 32-bit integers. */
export function word(address: number): number {
  return address / 4;
}
