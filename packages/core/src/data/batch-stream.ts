import type { BatchSource } from "./batch-source.ts";
import { type DataBatch, batchSamples } from "./data-batch.ts";
import type { Samples } from "./samples.ts";

/** Batches one after the other, from anything that JavaScript can iterate. */
export type BatchStream =
  | Iterable<DataBatch>
  | AsyncIterable<DataBatch>
  | Iterator<DataBatch, unknown>
  | AsyncIterator<DataBatch, unknown>
  | ReadableStream<DataBatch>;

/** How batches are taken from a stream. */
interface StreamReader {
  next(): Promise<IteratorResult<unknown, unknown>> | IteratorResult<unknown, unknown>;
  /** Ends reading. What can be read once stays the caller's, who may go on reading. */
  end(): unknown;
}

export function isBatchStream(data: object): data is BatchStream {
  return (
    Symbol.asyncIterator in data ||
    Symbol.iterator in data ||
    ("next" in data && typeof data.next === "function") ||
    isReadable(data)
  );
}

/** A stream whose batches come once: a generator, an iterator or a `ReadableStream`. */
function isOneShot(stream: BatchStream): boolean {
  return "next" in stream || isReadable(stream);
}

function isReadable(data: object): data is ReadableStream<DataBatch> {
  return "getReader" in data && typeof data.getReader === "function";
}

/** The batches of a stream as they come. A function is asked for a new stream for every pass. */
export function streamSource(
  operation: string,
  data: BatchStream | ((pass: number) => BatchStream),
): BatchSource {
  const open = typeof data === "function" ? data : () => data;
  return {
    steps: null,
    samples: null,
    replayable: typeof data === "function" || !isOneShot(data),
    whole: null,
    pass: (number, from) =>
      batchesOf(operation, () => readerOf(open(number), typeof data === "function"), from),
    close: () => Promise.resolve(),
  };
}

async function* batchesOf(
  operation: string,
  open: () => StreamReader,
  from: number,
): AsyncGenerator<Samples, void> {
  const reader = open();
  try {
    for (let index = 0; ; index++) {
      const { value, done } = await reader.next();
      if (done === true) return;
      if (index >= from) yield await batchSamples(operation, index, value);
    }
  } finally {
    await reader.end();
  }
}

/** @param own whether the stream was made for this pass, and ends with it. */
function readerOf(stream: BatchStream, own: boolean): StreamReader {
  if (isReadable(stream)) {
    const reader = stream.getReader();
    return {
      next: () => reader.read(),
      async end() {
        if (own) await reader.cancel();
        reader.releaseLock();
      },
    };
  }
  const iterator = iteratorOf(stream);
  const ends = own || !isOneShot(stream);
  return { next: () => iterator.next(), end: () => (ends ? iterator.return?.() : undefined) };
}

function iteratorOf(
  stream: Exclude<BatchStream, ReadableStream>,
): Iterator<unknown> | AsyncIterator<unknown> {
  if (Symbol.asyncIterator in stream) return stream[Symbol.asyncIterator]();
  if (Symbol.iterator in stream) return stream[Symbol.iterator]();
  return stream;
}
