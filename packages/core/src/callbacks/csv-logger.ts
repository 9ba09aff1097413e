import { files } from "#file-system";
import { ArgumentInvalidError } from "@elegy/autodiff";
import type { Callback, LogValues } from "../training/callback.ts";
import { requireKnownOptions } from "../training/options.ts";
import { csvRow, firstCsvRow } from "./csv.ts";
import { memoryOf } from "./memory-of.ts";

export interface CSVLoggerOptions {
  /** Between cells: one character. Default `","`. */
  readonly separator?: string;
  /** Go on with a file that is there instead of replacing it. Default `false`. */
  readonly append?: boolean;
}

/**
 * Writes a row of a CSV file at the end of every epoch: `epoch`, counted from 0, and the logs. Validation that comes
 * and goes leaves cells empty; a value that comes later gets a column of its own.
 *
 * @param filename in browsers, within the origin's private file system.
 * @throws ArgumentInvalidError with `append`, for a file that is no such log.
 * @example
 * ```ts
 * import { mkdtemp, readFile } from "node:fs/promises";
 * import { tmpdir } from "node:os";
 *
 * const file = `${await mkdtemp(`${tmpdir()}/elegy-`)}/log.csv`;
 * const model = new Model({
 *   module: (x, { initializing, params }) =>
 *     outputStates({ preds: x, params: initializing ? np.zeros([1]) : params }),
 *   loss: ({ yTrue, yPred }) => np.mean(yTrue.sub(yPred)),
 *   optimizer: optimizers.sgd(0.1),
 * });
 * const x = np.ones([4, 1]);
 * await model.fit({ x, y: x, epochs: 2, verbose: 0, callbacks: [new callbacks.CSVLogger(file)] });
 * const [header, ...rows] = (await readFile(file, "utf8")).trim().split("\n");
 * header.startsWith("epoch,loss"); // => true
 * rows.length; // => 2
 * ```
 */
export class CSVLogger implements Callback {
  readonly #filename: string;
  readonly #separator: string;
  readonly #append: boolean;
  /** Besides `epoch`; `null` before the first row. */
  #columns: readonly string[] | null = null;
  /** Of the file, in bytes. */
  #length = 0;
  #resumes = false;

  constructor(filename: string, options: CSVLoggerOptions = {}) {
    requireKnownOptions("CSVLogger", options, ["separator", "append"]);
    const { separator = ",", append = false } = options;
    if (filename === "") refuse("there is no file name", "a path", JSON.stringify(filename));
    if (separator.length !== 1 || /["\r\n]/.test(separator)) {
      refuse("this is no separator", "one character, no quote and no line break", JSON.stringify(separator));
    }
    this.#filename = filename;
    this.#separator = separator;
    this.#append = append;
  }

  setModel(): void {
    this.#columns = null;
    this.#length = 0;
    this.#resumes = false;
  }

  async onTrainBegin(): Promise<void> {
    const before = this.#append || this.#resumes ? await files.read(this.#filename) : null;
    // Rows of a run that was cut off after its last backup will be written again.
    await this.#write(before?.slice(0, this.#resumes ? this.#length : before.length) ?? encode(""));
    if (before === null || before.length === 0) this.#columns = null;
    else if (this.#columns === null) this.#columns = await this.#columnsThere();
  }

  async onEpochEnd(epoch: number, logs: LogValues): Promise<void> {
    const columns = await this.#columnsFor(Object.keys(logs));
    const cells = columns.map((name) => logs[name]?.toString() ?? "");
    await this.#add(this.#row([String(epoch), ...cells]));
  }

  memory(): unknown {
    return { columns: this.#columns?.join("\n") ?? "", length: this.#length };
  }

  remember(memory: unknown): void {
    const { columns, length } = memoryOf("CSVLogger", memory, { columns: "string", length: "number" });
    this.#columns = columns === "" ? null : columns.split("\n");
    this.#length = length;
    this.#resumes = true;
  }

  async #columnsFor(names: readonly string[]): Promise<readonly string[]> {
    if (this.#columns === null) await this.#add(this.#row(["epoch", ...names]));
    const before = this.#columns ?? names;
    const more = names.filter((name) => !before.includes(name));
    this.#columns = [...before, ...more];
    if (more.length > 0) await this.#widen(this.#columns, more.length);
    return this.#columns;
  }

  /** Writes the file again with more columns, empty so far. */
  async #widen(columns: readonly string[], by: number): Promise<void> {
    const { rest } = firstCsvRow(await this.#text(), this.#separator);
    const empty = this.#separator.repeat(by);
    await this.#write(encode(this.#row(["epoch", ...columns]) + rest.replaceAll("\n", `${empty}\n`)));
  }

  async #columnsThere(): Promise<readonly string[]> {
    const text = await this.#text();
    const { cells } = firstCsvRow(text, this.#separator);
    const [epoch, ...columns] = cells;
    if (epoch === "epoch") {
      if (!text.endsWith("\n")) await this.#add("\n");
      return columns;
    }
    return refuse(
      `\`${this.#filename}\` is no log to go on with`,
      `a first row that begins with ${this.#row(["epoch", "…"]).trim()}`,
      cells.slice(0, 3).join(this.#separator),
    );
  }

  #row(cells: readonly string[]): string {
    return csvRow(cells, this.#separator);
  }

  async #text(): Promise<string> {
    return new TextDecoder().decode((await files.read(this.#filename)) ?? new Uint8Array());
  }

  async #write(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    await files.write(this.#filename, bytes);
    this.#length = bytes.length;
  }

  async #add(text: string): Promise<void> {
    const bytes = encode(text);
    await files.append(this.#filename, bytes);
    this.#length += bytes.length;
  }
}

function encode(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

function refuse(problem: string, expected: string, received: string): never {
  throw new ArgumentInvalidError({ operation: "CSVLogger", problem, expected, received });
}
