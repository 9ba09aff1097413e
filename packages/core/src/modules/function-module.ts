import {
  ElegyError,
  type Module,
  type ModuleCarrier,
  type ModuleOutput,
  moduleSymbol,
  type Tensor,
} from "@elegy/autodiff";

/** What a plain function gets as its last argument, after the inputs. */
export interface FunctionContext {
  /** What it returned as `params` before; `null` at first. */
  // oxlint-disable-next-line typescript/no-explicit-any -- see docs/decisions/0002-untyped-states.md
  readonly params: any;
  // oxlint-disable-next-line typescript/no-explicit-any -- see docs/decisions/0002-untyped-states.md
  readonly states: any;
  /** A key of this call's own: `u32[2]`. */
  readonly rng: Tensor;
  /** `true` once, to make `params`. */
  readonly initializing: boolean;
  readonly training: boolean;
}

/** A function of the inputs and a {@link FunctionContext}: returns predictions, or {@link outputStates}. */
export type ModuleFunction = (...args: never[]) => unknown;

const OUTPUT = Symbol.for("@elegy/module-output");

/**
 * What a function with parameters or states of its own returns; a field that is left out stays as it was.
 *
 * @example
 * ```ts
 * const double = (x, { initializing, params }) => {
 *   const w = initializing ? np.full([], 2, { dtype: "float32" }) : params;
 *   return outputStates({ preds: x.mul(w), params: w });
 * };
 * const model = new Model({ module: double });
 * await model.init({ x: np.ones([3]) });
 * await (await model.predict({ x: np.ones([3]) })).array(); // => [2,2,2]
 * ```
 */
export function outputStates(
  output: Partial<ModuleOutput> & Pick<ModuleOutput, "preds">,
): Partial<ModuleOutput> {
  return { [OUTPUT]: true, ...output } as Partial<ModuleOutput>;
}

/** A model was given something that is no module. */
export class ModuleInvalidError extends ElegyError {
  constructor(received: unknown) {
    super("ELEGY_MODULE_INVALID", {
      operation: "Model",
      problem: "`module` is not a module",
      expected: 'a function, or an object with Symbol.for("@elegy/module")',
      received:
        typeof received === "object" && received !== null
          ? `a ${received.constructor.name}`
          : String(received),
      hint: "Adapters for other frameworks are in @elegy/modules.",
    });
  }
}

/**
 * The module that a value carries, or that a plain function is.
 *
 * @throws ModuleInvalidError
 * @example
 * ```ts
 * const module = moduleOf((x) => x.mul(2));
 * await module.init({ rng: random.key(0), args: [np.array([1, 2])] }).preds.array(); // => [2,4]
 * ```
 */
export function moduleOf(value: ModuleCarrier | ModuleFunction): Module {
  if (carriesModule(value)) return value[moduleSymbol];
  if (typeof value === "function") return functionModule(value);
  throw new ModuleInvalidError(value);
}

function carriesModule(value: unknown): value is ModuleCarrier {
  const isObject = (typeof value === "object" && value !== null) || typeof value === "function";
  return isObject && moduleSymbol in value;
}

function functionModule(f: ModuleFunction): Module {
  const call = (args: readonly unknown[], context: FunctionContext): ModuleOutput => {
    // The function says itself what it takes.
    const output: unknown = (f as (...args: unknown[]) => unknown)(...args, context);
    const { params, states } = context;
    return isOutput(output) ? { params, states, preds: null, ...output } : { preds: output, params, states };
  };
  return {
    init: ({ rng, args }) =>
      call(args, { params: null, states: null, rng, initializing: true, training: true }),
    apply: ({ args, ...context }) => call(args, { ...context, initializing: false }),
  };
}

function isOutput(value: unknown): value is Partial<ModuleOutput> {
  return typeof value === "object" && value !== null && OUTPUT in value;
}
