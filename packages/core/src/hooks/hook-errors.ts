import { ElegyError, formatSpec, isTensor } from "@elegy/autodiff";

/** A hook was called where its value could not leave the transformation that is at work. */
export class HookUnreachableError extends ElegyError {
  constructor(hook: string, name: string, transformation: string) {
    super("ELEGY_HOOK_UNREACHABLE", {
      operation: hook,
      problem: `\`${name}\` cannot leave the function that ${transformation} transforms`,
      expected: "a transformation that carries hooks",
      received: transformation,
      hint: "Use hooks.jit, hooks.grad, hooks.valueAndGrad, hooks.vmap, hooks.scan or hooks.checkpoint; for any other, transform hooks.collect(f), and hand what it collected to hooks.emit.",
    });
  }
}

/** A hook was given something else than one number. */
export class HookValueInvalidError extends ElegyError {
  constructor(hook: string, name: string, received: unknown) {
    super("ELEGY_HOOK_VALUE_INVALID", {
      operation: hook,
      problem: `\`${name}\` is not a scalar`,
      expected: "a scalar tensor or a number",
      received: isTensor(received) ? formatSpec(received.spec) : `${typeof received} ${String(received)}`,
      hint: "Reduce it, for instance with np.mean.",
    });
  }
}
