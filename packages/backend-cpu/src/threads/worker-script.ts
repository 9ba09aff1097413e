import {
  BELL,
  CONTROL_WORDS,
  FAILED,
  JOBS,
  MESSAGES,
  PROGRAM,
  READY,
  SPINS,
  TABLE,
} from "./control-block.ts";

/**
 * What a thread does: it hears of programs by messages, makes an instance of each, and runs what the first thread runs.
 * While it waits for work it hears no message, so the first thread rings the bell for those as well. It is text: Node
 * cannot run the source in TypeScript on a thread, and no bundler has to find a file.
 */
export const WORKER_SCRIPT: string = `
"use strict";
const port = globalThis.process?.getBuiltinModule?.("node:worker_threads").parentPort ?? self;
const read = (word) => Atomics.load(control, word);
const runs = new Map();
let control, memory, thread, heard = 0, rung = 0, done = 0;

port.onmessage = ({ data }) => {
  try {
    if (data.memory) {
      ({ memory, thread } = data);
      control = new Int32Array(memory.buffer, 0, ${CONTROL_WORDS});
    } else if (data.module) {
      const instance = new WebAssembly.Instance(data.module, { env: { memory, watch() {} } });
      runs.set(data.program, instance.exports.run);
      Atomics.store(control, ${READY} + thread, data.program);
    } else runs.delete(data.program);
    heard++;
    while (heard === read(${MESSAGES})) {
      for (let spins = ${SPINS}; read(${BELL}) === rung && spins > 0; spins--);
      Atomics.wait(control, ${BELL}, rung);
      rung = read(${BELL});
      const job = read(${JOBS});
      if (job !== done) {
        done = job;
        runs.get(control[${PROGRAM}])(control[${TABLE}], thread);
      }
    }
  } catch (error) {
    Atomics.store(control, ${FAILED}, 1);
    throw error;
  }
};
`;
