/** What of a thread of Node is used. */
interface NodeWorker {
  unref(): void;
  on(event: "error", listener: (error: unknown) => void): void;
  on(event: "exit", listener: (code: number) => void): void;
  postMessage(message: unknown): void;
  terminate(): Promise<number>;
}

type NodeWorkerClass = new (script: string, options: { readonly eval: true }) => NodeWorker;

export interface Thread {
  post(message: unknown): void;
  stop(): void;
}

/**
 * Starts a thread on the text of a script, in Node or a browser. It keeps no process alive.
 *
 * @param onDeath hears of a thread that ended though nobody stopped it.
 */
export function startThread(script: string, onDeath: (error: unknown) => void): Thread {
  const node = nodeThreads();
  return node === null
    ? startWebWorker(script, onDeath)
    : startNodeWorker(new node(script, { eval: true }), onDeath);
}

/** Node's class of threads, which no bundler has to find; `null` elsewhere. */
function nodeThreads(): NodeWorkerClass | null {
  const { process } = globalThis as {
    process?: { getBuiltinModule?(id: "node:worker_threads"): { Worker: NodeWorkerClass } };
  };
  return process?.getBuiltinModule?.("node:worker_threads").Worker ?? null;
}

function startNodeWorker(worker: NodeWorker, onDeath: (error: unknown) => void): Thread {
  let stopped = false;
  worker.unref();
  worker.on("error", onDeath);
  worker.on("exit", (code) => {
    if (!stopped) onDeath(new Error(`it ended with code ${code}`));
  });
  return {
    // A thread of Node has no origin.
    // oxlint-disable-next-line unicorn/require-post-message-target-origin
    post: (message) => worker.postMessage(message),
    stop() {
      stopped = true;
      void worker.terminate();
    },
  };
}

function startWebWorker(script: string, onDeath: (error: unknown) => void): Thread {
  const url = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  const worker = new Worker(url);
  worker.addEventListener("error", ({ error, message }) => onDeath(error ?? new Error(message)));
  return {
    // A worker has no origin but ours.
    // oxlint-disable-next-line unicorn/require-post-message-target-origin
    post: (message) => worker.postMessage(message),
    stop() {
      worker.terminate();
      URL.revokeObjectURL(url);
    },
  };
}
