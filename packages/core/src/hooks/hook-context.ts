import { type Interpreter, innermostInterpreter } from "@elegy/autodiff/spi";
import { type Collected, merged, NOTHING_COLLECTED } from "./collected.ts";
import { HookUnreachableError } from "./hook-errors.ts";

/** Where hooks leave what they are given, for as long as a function runs. */
class HookContext {
  collected: Collected = NOTHING_COLLECTED;
  readonly isSummarizing: boolean;
  /** The transformation at work when the function began: values of a later one cannot be taken out of it. */
  readonly #interpreter: Interpreter = innermostInterpreter();

  constructor(isSummarizing: boolean) {
    this.isSummarizing = isSummarizing;
  }

  get isReachable(): boolean {
    return innermostInterpreter() === this.#interpreter;
  }
}

// Steps and modules are synchronous: nothing else runs before the function has returned.
let current: HookContext | null = null;

/** Whether hooks are heard: outside of a model's steps they do nothing. */
export function areHooksActive(): boolean {
  return current !== null;
}

/** Whether a summary is being made: the only time at which layers are described. */
export function isSummarizing(): boolean {
  return current?.isSummarizing ?? false;
}

/**
 * Runs a function, and gives what hooks were given meanwhile.
 *
 * @param run is handed a look at what has been collected so far.
 */
export function withHooks<R>(
  run: (soFar: () => Collected) => R,
  { summarizing = isSummarizing() }: { readonly summarizing?: boolean } = {},
): readonly [result: R, collected: Collected] {
  const before = current;
  const context = new HookContext(summarizing);
  current = context;
  try {
    return [run(() => context.collected), context.collected];
  } finally {
    current = before;
  }
}

/**
 * Leaves something in the context, if there is one.
 *
 * @throws HookUnreachableError inside of a transformation that does not carry hooks.
 */
export function leave(hook: string, name: string, more: Collected): void {
  if (current === null) return;
  if (!current.isReachable) throw new HookUnreachableError(hook, name, innermostInterpreter().name);
  current.collected = merged(current.collected, more);
}
