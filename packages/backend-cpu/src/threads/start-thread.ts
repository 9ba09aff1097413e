import { WORKER_SCRIPT } from "./worker-script.ts";

/** What of a thread of Node is used. */
interface NodeWorker extends Thread {
  unref(): void;
  on(event: "error", listener: (error: unknown) => void): void;
  on(event: "exit", listener: (code: number) => void): void;
}

type NodeWorkerClass = new (script: string, options: { readonly eval: true }) => NodeWorker;

export interface Thread {
  postMessage(message: unknown): void;
  terminate(): unknown;
}

/**
 * Starts a thread that runs programs, in Node or a browser. It keeps no process alive.
 *
 * @param onDeath hears of a thread that has ended; in Node also of one that was told to.
 */
export function startThread(onDeath: (error: unknown) => void): Thread {
  const Node = nodeThreads();
  if (Node === undefined) {
    const worker = new Worker(scriptUrl());
    worker.addEventListener("error", ({ error, message }) => onDeath(error ?? new Error(message)));
    return worker;
  }
  const worker = new Node(WORKER_SCRIPT, { eval: true });
  worker.unref();
  worker.on("error", onDeath);
  worker.on("exit", (code) => onDeath(new Error(`it ended with code ${code}`)));
  return worker;
}

/** Node's class of threads, which no bundler has to find. */
function nodeThreads(): NodeWorkerClass | undefined {
  const { process } = globalThis as {
    process?: { getBuiltinModule?(id: "node:worker_threads"): { Worker: NodeWorkerClass } };
  };
  return process?.getBuiltinModule?.("node:worker_threads").Worker;
}

let url: string | undefined;

/** Made once, as threads to come have the same script. */
function scriptUrl(): string {
  url ??= URL.createObjectURL(new Blob([WORKER_SCRIPT], { type: "text/javascript" }));
  return url;
}
