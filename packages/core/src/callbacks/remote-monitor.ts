import { printLine } from "#terminal";
import { ArgumentInvalidError } from "@elegy/autodiff";
import type { Callback, LogValues } from "../training/callback.ts";
import { requireKnownOptions } from "../training/options.ts";

export interface RemoteMonitorOptions {
  /** Where the server is. Default `"http://localhost:9000"`. */
  readonly root?: string;
  /** Default `"/publish/epoch/end/"`. */
  readonly path?: string;
  /** The field of the form that holds the JSON. Default `"data"`. */
  readonly field?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Send the JSON itself instead of a form. Default `false`. */
  readonly sendAsJson?: boolean;
}

const OPTIONS: Readonly<Record<keyof RemoteMonitorOptions, true>> = {
  root: true,
  path: true,
  field: true,
  headers: true,
  sendAsJson: true,
};

/** So long may a server take, in milliseconds: training waits for it. */
const PATIENCE = 10_000;

/**
 * Sends `{ epoch, …logs }` to a server at the end of every epoch, as JSON, where `NaN` and infinite values are null.
 * A server that cannot be reached, or refuses, does not end training: a line says so.
 *
 * @throws ArgumentInvalidError if `root` and `path` make no URL.
 * @example
 * ```ts
 * const reporting = new callbacks.RemoteMonitor({ root: "http://localhost:9000", sendAsJson: true });
 * reporting.url; // => http://localhost:9000/publish/epoch/end/
 * ```
 */
export class RemoteMonitor implements Callback {
  readonly url: string;
  readonly #field: string;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #sendAsJson: boolean;

  constructor(options: RemoteMonitorOptions = {}) {
    requireKnownOptions("RemoteMonitor", options, Object.keys(OPTIONS));
    const { root = "http://localhost:9000", path = "/publish/epoch/end/", field = "data" } = options;
    this.url = urlOf(root + path);
    this.#field = field;
    this.#headers = options.headers ?? {};
    this.#sendAsJson = options.sendAsJson ?? false;
  }

  async onEpochEnd(epoch: number, logs: LogValues): Promise<void> {
    const json = JSON.stringify({ epoch, ...logs });
    try {
      const { ok, status, statusText } = await fetch(this.url, {
        method: "POST",
        headers: { ...(this.#sendAsJson ? { "content-type": "application/json" } : {}), ...this.#headers },
        body: this.#sendAsJson ? json : new URLSearchParams({ [this.#field]: json }),
        signal: AbortSignal.timeout(PATIENCE),
      });
      if (!ok) this.#complain(`${status} ${statusText}`);
    } catch (error) {
      this.#complain(reasonOf(error));
    }
  }

  #complain(reason: string): void {
    printLine(`RemoteMonitor: ${this.url} did not take the logs: ${reason}. Training goes on.`);
  }
}

function urlOf(text: string): string {
  try {
    return new URL(text).href;
  } catch (cause) {
    throw new ArgumentInvalidError({
      operation: "RemoteMonitor",
      problem: "`root` and `path` make no URL",
      expected: "such as http://localhost:9000 and /publish/epoch/end/",
      received: text,
      cause,
    });
  }
}

/** What `fetch` says is only that it failed; why stands in the cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}, ${error.cause.message}` : error.message;
}
