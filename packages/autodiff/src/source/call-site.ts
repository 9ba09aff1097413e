/**
 * Where in the user's code the running operation was called: the first frame of the stack outside of the packages.
 *
 * V8 hands out frames without writing them as text, which is several times as fast; each place is written once, so
 * that source maps are applied as in any other stack.
 */
export function callSite(below: (...args: never[]) => unknown): string | undefined {
  return frameOf(FEW_FRAMES, below) ?? frameOf(MANY_FRAMES, below);
}

/** Enough for most operations. */
const FEW_FRAMES = 10;
const MANY_FRAMES = 64;

/** What the standard does not say about errors, in the engines that have it. */
interface ErrorConstructorOfV8 {
  stackTraceLimit?: number;
  prepareStackTrace?: ((error: Error, sites: CallSite[]) => unknown) | undefined;
  captureStackTrace?: (error: object, below?: (...args: never[]) => unknown) => void;
}

interface CallSite {
  getFileName(): string | null | undefined;
  getLineNumber(): number | null;
  getColumnNumber(): number | null;
  getPosition(): number;
}

const engine = Error as ErrorConstructorOfV8;

/** For every file outside of the packages the places in it that were written, by their offset; `null` for the others. */
const written = new Map<string, Map<number, string> | null>();

function placesIn(file: string): Map<number, string> | null {
  let places = written.get(file);
  if (places === undefined) {
    places = isOutside(file) ? new Map<number, string>() : null;
    written.set(file, places);
  }
  return places;
}

function frameOf(limit: number, below: (...args: never[]) => unknown): string | undefined {
  if (engine.captureStackTrace === undefined) return firstOutside(new Error("stack").stack ?? "");
  const prepare = engine.prepareStackTrace;
  let sites: CallSite[] = [];
  engine.prepareStackTrace = (_, frames) => {
    sites = frames;
    return "";
  };
  try {
    stackBelow(limit, below);
  } finally {
    engine.prepareStackTrace = prepare;
  }
  for (const site of sites) {
    const file = site.getFileName() ?? "";
    const places = placesIn(file);
    if (places === null) continue;
    const position = site.getPosition();
    let place = places.get(position);
    if (place === undefined) {
      place =
        firstOutside(String(stackBelow(limit, below))) ??
        `${file}:${site.getLineNumber()}:${site.getColumnNumber()}`;
      places.set(position, place);
    }
    return place;
  }
  return undefined;
}

/** The stack as the engine, or `prepareStackTrace`, makes it of some frames. */
function stackBelow(limit: number, below: (...args: never[]) => unknown): unknown {
  const { stackTraceLimit } = engine;
  const holder: { stack?: unknown } = {};
  engine.stackTraceLimit = limit;
  try {
    engine.captureStackTrace?.(holder, below);
    // The frames are prepared when they are first asked for.
    return holder.stack;
  } finally {
    if (stackTraceLimit !== undefined) engine.stackTraceLimit = stackTraceLimit;
  }
}

function firstOutside(stack: string): string | undefined {
  for (const line of stack.split("\n")) {
    const place = /(?:\(|@|at (?:async )?)?((?:[a-z-]+:\/\/)?[^\s()@]*:\d+:\d+)\)?\s*$/.exec(line)?.[1];
    if (place !== undefined && isOutside(place))
      return place.replace(/^file:\/\//, "").replace(/\?[^:]*/, "");
  }
  return undefined;
}

const HERE = import.meta.url;
/** The folder of all packages: where they are installed, or where they are written. */
const PACKAGES: string = folder(HERE.replace(/\/autodiff\/(src|dist)\/.*$/, "/autodiff/"));

function folder(url: string): string {
  return url.startsWith("file://") ? url.slice("file://".length).replace(/[^/]*\/$/, "") : url;
}

function isOutside(file: string): boolean {
  if (file === "") return false;
  if (file.startsWith("node:") || file.includes("<anonymous>") || file.startsWith("native ")) return false;
  // The tests of the packages are users of them.
  if (/\.test(-d|-support)?\.ts/.test(file)) return true;
  const path = file.startsWith("file://") ? file.slice("file://".length) : file;
  return !path.startsWith(PACKAGES) && !path.includes("/node_modules/@elegy/") && path !== HERE;
}
