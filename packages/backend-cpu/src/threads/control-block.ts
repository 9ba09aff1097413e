/** How often a thread looks whether there is something to do before it goes to sleep: some ten microseconds. */
export const SPINS = 20_000;

/** The most threads of a backend: each has a word in the block. */
export const MOST_THREADS = 64;

/** 32-bit words in a cache line, a block of the heap. */
const LINE = 16;

// Where threads meet: words at the start of a memory that they share, by number. What is written often has a cache line
// of its own.

/** Grows by one with each job and each message; idle threads sleep on it. */
export const BELL: number = LINE;
/** How many jobs there have been; the program of the last one, and the address of its table. */
export const JOBS: number = LINE + 1;
export const PROGRAM: number = LINE + 2;
export const TABLE: number = LINE + 3;
/** How many messages each thread has been sent. */
export const MESSAGES: number = LINE + 4;
/** Not 0 once a thread has failed. */
export const FAILED: number = LINE + 5;
/** How many have arrived where all meet, and how often all have met. */
export const ARRIVED: number = 2 * LINE;
export const MEETINGS: number = 3 * LINE;
/** For each thread but the first, the last program that it is ready to run. */
export const READY: number = 4 * LINE;

/** Behind all words. */
export const CONTROL_WORDS: number = READY + MOST_THREADS;
export const CONTROL_END: number = 4 * CONTROL_WORDS;
