import { callSite } from "./call-site.ts";
import type { Source } from "./source.ts";

interface RecordedCall {
  readonly primitive: string;
  readonly place: string | undefined;
}

/** One run of a function that is written down: numbers the operations that the user calls. */
class TraceSession {
  readonly #calls: RecordedCall[] | null;
  readonly #again: (() => unknown) | null;
  #count = 0;
  #recorded: readonly RecordedCall[] | null = null;

  /** Records the places of calls at once (`again` is `null`), or finds them by running the function again. */
  constructor(again: (() => unknown) | null) {
    this.#again = again;
    this.#calls = again === null ? [] : null;
  }

  next(primitive: string, below: (...args: never[]) => unknown): Source {
    const index = this.#count++;
    this.#calls?.push({ primitive, place: callSite(below) });
    return new NumberedCall(this, index, primitive);
  }

  placeOf(index: number, primitive: string): string | undefined {
    this.#recorded ??= this.#calls ?? recordCalls(this.#again);
    const call = this.#recorded[index];
    return call?.primitive === primitive ? call.place : undefined;
  }

  get calls(): readonly RecordedCall[] {
    return this.#calls ?? [];
  }
}

class NumberedCall implements Source {
  readonly #session: TraceSession;
  readonly #index: number;
  readonly #primitive: string;

  constructor(session: TraceSession, index: number, primitive: string) {
    this.#session = session;
    this.#index = index;
    this.#primitive = primitive;
  }

  get place(): string | undefined {
    return this.#session.placeOf(this.#index, this.#primitive);
  }
}

let session: TraceSession | null = null;
/** What the operation that is being processed comes from; `null` between the user's operations. */
let current: { readonly source: Source | undefined } | null = null;

function recordCalls(again: (() => unknown) | null): readonly RecordedCall[] {
  const recording = new TraceSession(null);
  try {
    inSession(recording, () => again?.());
  } catch {
    // A function that fails the second time tells what it called until then.
  }
  return recording.calls;
}

function inSession<R>(opened: TraceSession | null, f: () => R): R {
  const before = { session, current };
  session = opened;
  current = null;
  try {
    return f();
  } finally {
    ({ session, current } = before);
  }
}

/** Traces a function whose places are found by tracing it once more. */
export function tracedAgain<R>(trace: () => R): R {
  return inSession(new TraceSession(trace), trace);
}

/** Traces a function, recording places at once. */
export function tracedWithPlaces<R>(trace: () => R): R {
  return inSession(new TraceSession(null), trace);
}

/** What nodes made now come from. */
export function currentSource(): Source | undefined {
  return current?.source;
}

/** Runs `f`, whose operations come from a source that is known. */
export function withSource<R>(source: Source | undefined, f: () => R): R {
  const before = current;
  current = { source };
  try {
    return f();
  } finally {
    current = before;
  }
}

/** Runs `f` as an operation that the user called by calling `below`; inside of another one it is a part of that. */
export function asCall<R>(primitive: string, below: (...args: never[]) => unknown, f: () => R): R {
  if (current !== null || session === null) return f();
  return withSource(session.next(primitive, below), f);
}
