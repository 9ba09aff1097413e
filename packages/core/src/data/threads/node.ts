import { Worker } from "node:worker_threads";
import type { Thread, ThreadListener } from "./thread.ts";

export type { Thread, ThreadListener } from "./thread.ts";

/** Starts a thread on the text of a script. */
export function startThread(source: string, { onMessage, onError }: ThreadListener): Thread {
  const worker = new Worker(source, { eval: true });
  worker.unref();
  worker.on("message", onMessage);
  worker.on("error", onError);
  return {
    // A thread of Node has no origin.
    // oxlint-disable-next-line unicorn/require-post-message-target-origin
    post: (message) => worker.postMessage(message),
    keepAlive: (waiting) => (waiting ? worker.ref() : worker.unref()),
    stop: async () => void (await worker.terminate()),
  };
}
