import { CONTROL, CONTROL_END, SPINS, word } from "./control-block.ts";

/**
 * What a thread does: it hears of programs by messages, makes an instance of each, and runs what the first thread runs.
 * While it waits for work it hears no message, so the first thread rings the bell for those as well. It is text: Node
 * cannot run the source in TypeScript on a thread, and no bundler has to find a file.
 */
export const WORKER_SCRIPT: string = `
"use strict";
const port = typeof require === "function" ? require("node:worker_threads").parentPort : self;
const runs = new Map();
let control, memory, thread, heard = 0, rung = 0, done = 0;

function listen(message) {
  try {
    if (message.memory) {
      ({ memory, thread } = message);
      control = new Int32Array(memory.buffer, 0, ${word(CONTROL_END)});
    } else if (message.module) {
      const instance = new WebAssembly.Instance(message.module, { env: { memory, watch() {} } });
      runs.set(message.program, instance.exports.run);
      Atomics.store(control, ${word(CONTROL.ready)} + thread, message.program);
    } else runs.delete(message.program);
    heard++;
    if (heard === Atomics.load(control, ${word(CONTROL.messages)})) work();
  } catch (error) {
    Atomics.store(control, ${word(CONTROL.failed)}, 1);
    throw error;
  }
}

function work() {
  for (;;) {
    for (let spins = ${SPINS}; Atomics.load(control, ${word(CONTROL.bell)}) === rung && spins > 0; spins--);
    Atomics.wait(control, ${word(CONTROL.bell)}, rung);
    rung = Atomics.load(control, ${word(CONTROL.bell)});
    const job = Atomics.load(control, ${word(CONTROL.jobs)});
    if (job !== done) {
      done = job;
      runs.get(control[${word(CONTROL.program)}])(control[${word(CONTROL.table)}], thread);
    }
    if (heard !== Atomics.load(control, ${word(CONTROL.messages)})) return;
  }
}

if (typeof port.on === "function") port.on("message", listen);
else port.addEventListener("message", ({ data }) => listen(data));
`;
