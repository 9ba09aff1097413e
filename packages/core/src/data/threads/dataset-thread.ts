import { startThread, type Thread } from "#threads";
import { DatasetFailedError } from "../data-loader-errors.ts";
import type { DatasetModule } from "../dataset.ts";

// The script of a thread is text: Node cannot run the source in TypeScript on a thread, and no bundler has to find a
// file. It makes the dataset once, and answers each question { id, indices } with its samples.
const SCRIPT = `
const port = globalThis.process?.getBuiltinModule?.("node:worker_threads").parentPort ?? self;
const described = (error) =>
  error instanceof Error
    ? { name: error.name, message: error.message, stack: error.stack }
    : { name: "Error", message: String(error) };
let dataset;
async function answer(question) {
  if ("module" in question) {
    const { [question.export]: make } = await import(question.module);
    if (typeof make !== "function") throw new TypeError("the module exports no function named " + question.export);
    dataset = await make(question.data);
    return dataset.length;
  }
  return Promise.all(question.indices.map((index) => dataset.get(index)));
}
const listen = async (question) => {
  try {
    port.postMessage({ id: question.id, value: await answer(question) });
  } catch (error) {
    port.postMessage({ id: question.id, error: described(error) });
  }
};
if (typeof port.on === "function") port.on("message", listen);
else port.addEventListener("message", ({ data }) => listen(data));
`;

interface Answer {
  readonly id: number;
  readonly value?: unknown;
  readonly error?: { readonly name: string; readonly message: string; readonly stack?: string };
}

/** A dataset on a thread of its own. */
export class DatasetThread {
  readonly #thread: Thread;
  readonly #waiting = new Map<number, { resolve(value: unknown): void; reject(error: unknown): void }>();
  #questions = 0;

  constructor() {
    this.#thread = startThread(SCRIPT, {
      onMessage: (message) => this.#hear(message as Answer),
      onError: (error) => this.#fail(new DatasetFailedError("a thread", error)),
    });
  }

  /** Makes the dataset. @returns its length. */
  async open({ module, export: name = "default", data }: DatasetModule): Promise<number> {
    const length = await this.#ask({ module: String(module), export: name, data }, `making the dataset`);
    return length as number;
  }

  /** The samples at some positions. */
  async get(indices: readonly number[]): Promise<readonly unknown[]> {
    const what = `getting samples ${indices[0]}…${indices.at(-1)}`;
    return (await this.#ask({ indices }, what)) as readonly unknown[];
  }

  async stop(): Promise<void> {
    await this.#thread.stop();
    this.#fail(new DatasetFailedError("a thread", new Error("the loader was closed")));
  }

  async #ask(question: object, what: string): Promise<unknown> {
    const id = this.#questions++;
    const answer = new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
    });
    this.#thread.keepAlive(true);
    try {
      this.#thread.post({ ...question, id });
      return await answer;
    } catch (error) {
      throw error instanceof DatasetFailedError ? error : new DatasetFailedError(what, error);
    } finally {
      this.#waiting.delete(id);
      this.#thread.keepAlive(this.#waiting.size > 0);
    }
  }

  #hear({ id, value, error }: Answer): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error === undefined) waiting?.resolve(value);
    else waiting?.reject(Object.assign(new Error(error.message), error));
  }

  #fail(error: unknown): void {
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
