import { createHash, randomUUID } from "node:crypto";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Called as a file arrives: bytes so far, bytes in all, the file's name. */
export type OnProgress = (bytes: number, total: number, file: string) => void;

/** The part of the global `fetch` that a download uses. */
export type Fetch = (url: string, init: { signal: AbortSignal }) => Promise<Response>;

/** One of MNIST's four files as its authors published it. */
export interface MnistFile {
  readonly name: string;
  readonly bytes: number;
  readonly md5: string;
}

interface DownloadOptions {
  /** Where the files are kept between runs; made where it is missing. */
  readonly cacheDir: string;
  readonly files: readonly MnistFile[];
  /** Base addresses, tried in this order. */
  readonly mirrors: readonly string[];
  readonly fetch: Fetch;
  /** Milliseconds without a byte after which a mirror is given up. */
  readonly stallMs: number;
  readonly onProgress: OnProgress;
  readonly log: (message: string) => void;
}

/** The files' contents by name, or one reason per mirror why there are none. */
type DownloadResult =
  | { readonly ok: true; readonly contents: ReadonlyMap<string, Uint8Array> }
  | { readonly ok: false; readonly reason: string };

/** Takes files from the cache, and those missing or damaged there from the first mirror that has them. Checks every MD5. */
export async function downloadCached(options: DownloadOptions): Promise<DownloadResult> {
  const contents = new Map<string, Uint8Array>();
  for (const file of options.files) {
    const cached = await readCached(file, options);
    if (cached !== undefined) contents.set(file.name, cached);
  }
  const reasons: string[] = [];
  // Mirrors are the outer loop, so that a dead one costs its timeout once and not once per file.
  for (const mirror of options.mirrors) {
    const missing = options.files.filter(({ name }) => !contents.has(name));
    try {
      for (const file of missing) {
        const bytes = await fetchFile(mirror, file, options);
        contents.set(file.name, bytes);
        await writeCached(file, bytes, options);
      }
      return { ok: true, contents };
    } catch (error) {
      reasons.push(`${mirror}: ${reasonOf(error)}`);
    }
  }
  return { ok: false, reason: reasons.join("; ") };
}

async function readCached(
  file: MnistFile,
  { cacheDir, log }: DownloadOptions,
): Promise<Uint8Array | undefined> {
  const path = join(cacheDir, file.name);
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (error) {
    if (!isMissing(error)) log(`Cannot read ${path} (${reasonOf(error)}); downloading it again.`);
    return undefined;
  }
  if (md5(bytes) === file.md5) return bytes;
  log(`${path} is damaged (its MD5 is not ${file.md5}); downloading it again.`);
  return undefined;
}

/** Writes under another name first: an interrupted run leaves no half file, and two runs do not disturb each other. */
async function writeCached(
  file: MnistFile,
  bytes: Uint8Array,
  { cacheDir, log }: DownloadOptions,
): Promise<void> {
  const path = join(cacheDir, file.name);
  const temporary = `${path}.${randomUUID()}.part`;
  try {
    await mkdir(cacheDir, { recursive: true });
    await writeFile(temporary, bytes);
    await rename(temporary, path);
  } catch (error) {
    log(`Cannot keep ${file.name} in ${cacheDir} (${reasonOf(error)}); the next run downloads it again.`);
    // The first error is the one to report; there may be no temporary file to remove.
    await rm(temporary, { force: true }).catch(() => {});
  }
}

async function fetchFile(
  mirror: string,
  file: MnistFile,
  { fetch, stallMs, onProgress }: DownloadOptions,
): Promise<Uint8Array> {
  const controller = new AbortController();
  const giveUp = (): void => controller.abort(new Error(`no data for ${stallMs / 1000} s`));
  let timer = setTimeout(giveUp, stallMs);
  try {
    const response = await fetch(new URL(file.name, mirror).href, { signal: controller.signal });
    if (!response.ok) throw new Error(`${file.name}: HTTP ${response.status}`);
    if (response.body === null) throw new Error(`${file.name}: an answer without content`);

    const bytes = new Uint8Array(file.bytes);
    let received = 0;
    const reader = response.body.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      clearTimeout(timer);
      timer = setTimeout(giveUp, stallMs);
      if (received + value.length > file.bytes) {
        throw new Error(`${file.name}: more than the expected ${file.bytes} bytes`);
      }
      bytes.set(value, received);
      received += value.length;
      onProgress(received, file.bytes, file.name);
    }
    if (received < file.bytes) {
      throw new Error(`${file.name}: ${received} of ${file.bytes} bytes`);
    }
    if (md5(bytes) !== file.md5) {
      throw new Error(`${file.name}: MD5 ${md5(bytes)} where ${file.md5} was expected`);
    }
    return bytes;
  } finally {
    clearTimeout(timer);
    // Closes the connection where the loop was left early; does nothing after a whole answer.
    controller.abort();
  }
}

function md5(bytes: Uint8Array): string {
  return createHash("md5").update(bytes).digest("hex");
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}

/** The message with what lies beneath it: `fetch failed` alone says nothing, its cause does. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.cause === undefined) return error.message || error.name;
  return `${error.message} (${causeOf(error.cause)})`;
}

function causeOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  if (cause.message !== "") return cause.message;
  // Node leaves the message of a failed connection empty and gives its code.
  return "code" in cause ? String(cause.code) : cause.name;
}
