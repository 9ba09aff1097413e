import type { Thread, ThreadListener } from "./thread.ts";

export type { Thread, ThreadListener } from "./thread.ts";

/** Starts a thread on the text of a script. */
export function startThread(source: string, { onMessage, onError }: ThreadListener): Thread {
  const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  const worker = new Worker(url, { type: "module" });
  worker.addEventListener("message", ({ data }) => onMessage(data));
  worker.addEventListener("error", ({ error, message }) => onError(error ?? new Error(message)));
  return {
    // A worker has no origin but ours.
    // oxlint-disable-next-line unicorn/require-post-message-target-origin
    post: (message) => worker.postMessage(message),
    keepAlive() {},
    stop() {
      worker.terminate();
      URL.revokeObjectURL(url);
      return Promise.resolve();
    },
  };
}
