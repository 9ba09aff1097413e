import { devicePut, type Tensor } from "@elegy/autodiff";
import * as lax from "@elegy/autodiff/lax";
import * as random from "@elegy/autodiff/random";
import * as tree from "@elegy/autodiff/tree";
import type { Backend } from "@elegy/autodiff/spi";
import { StatesFieldMissingError, StatesFieldReservedError, StatesImmutableError } from "./states-errors.ts";

/**
 * The fields of a model that was not given a type for its states. A field may be any tree, and which one is the
 * user's to know: like `JSON.parse`, it is not checked. `Model<{ netParams: [Tensor, Tensor] }>` is.
 */
export interface UntypedFields {
  // oxlint-disable-next-line typescript/no-explicit-any -- see docs/decisions/0002-untyped-states.md
  readonly [field: string]: any;
}

/** The fields every model starts with. */
export interface DefaultFields {
  /** The key of the next random numbers: `u32[2]`. */
  readonly rng: Tensor;
  /** What the gradient is taken by. */
  readonly netParams: unknown;
  /** What a module keeps besides parameters, such as running means. */
  readonly netStates: unknown;
  /** Running losses and metrics. */
  readonly metricsStates: unknown;
  readonly optimizerStates: unknown;
}

/** The fields of `Model<S>`: those named by the user, and the default ones. */
export type FieldsOf<S extends object> = string extends keyof S
  ? UntypedFields
  : S & Omit<DefaultFields, keyof S>;

interface StatesMethods<F extends object> {
  /** New states with the given fields replaced or added. */
  update<G extends object>(changes: G): States<Omit<F, keyof G> & G>;
  /** As `update`, but only fields that are absent or `null`. */
  maybeUpdate<G extends object>(changes: G): States<F & G>;
  /** As `update`, but only fields that are there already; others are an error. */
  updateKnown(changes: Partial<F>): States<F>;
  /** These fields and those of other states; the others win. */
  merge<G extends object>(other: States<G>): States<Omit<F, keyof G> & G>;
  /** Only the named fields. */
  pick<K extends keyof F & string>(...fields: readonly K[]): States<Pick<F, K>>;
  /** All but the named fields. */
  omit<K extends keyof F & string>(...fields: readonly K[]): States<Omit<F, K>>;
  /** The fields that other states lack, or hold another tree or other leaves in: what changed since then. */
  diff(before: States<object>): States<Partial<F>>;
  /**
   * A key never given out before, and the states that follow: `const [key, next] = states.nextKey()`.
   *
   * @throws StatesFieldMissingError without a field `rng`.
   */
  nextKey(): [key: Tensor, next: States<F>];
  /**
   * The same states with their tensors copied to a backend, by `devicePut`; {@link Model.to} moves those of a model.
   *
   * @throws TracedValueError inside a step, DTypeUnsupportedError where the backend has not the dtype of a tensor.
   * @example
   * ```ts
   * import { reference } from "@elegy/backend-reference";
   *
   * const states = new States({ netParams: { w: np.ones([2]) } });
   * const there = await states.to(reference());
   * await there.netParams.w.add(1).array(); // => [2,2]
   * ```
   */
  to(backend: Backend): Promise<States<F>>;
  /** The names of the fields, sorted. */
  fields(): readonly string[];
  [Symbol.iterator](): Iterator<readonly [field: string, value: unknown]>;
  toString(): string;
}

/**
 * An immutable mapping from names to trees of tensors: everything about a model that changes. A node of trees.
 *
 * @example
 * ```ts
 * const states = new States({ step: 1, netParams: null });
 * states.update({ step: 2 }).step; // => 2
 * states.step; // => 1
 * ```
 */
export type States<F extends object = UntypedFields> = StatesMethods<F> & Readonly<F>;

class StatesNode {
  constructor(fields: object) {
    for (const [field, value] of Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1))) {
      if (field in StatesNode.prototype) throw new StatesFieldReservedError(field);
      Object.defineProperty(this, field, { value, enumerable: true });
    }
    return new Proxy(this, guard);
  }

  update(changes: object): StatesNode {
    return new StatesNode(Object.fromEntries([...this, ...Object.entries(changes)]));
  }

  maybeUpdate(changes: object): StatesNode {
    const own = new Map<string, unknown>(Object.entries(this));
    const missing = Object.entries(changes).filter(([field]) => (own.get(field) ?? null) === null);
    return this.update(Object.fromEntries(missing));
  }

  updateKnown(changes: object): StatesNode {
    const unknown = Object.keys(changes).find((field) => !Object.hasOwn(this, field));
    if (unknown !== undefined) throw new StatesFieldMissingError("updateKnown", unknown, this.fields());
    return this.update(changes);
  }

  merge(other: object): StatesNode {
    return this.update({ ...other });
  }

  pick(...fields: readonly string[]): StatesNode {
    const own = new Map<string, unknown>(Object.entries(this));
    const absent = fields.find((field) => !own.has(field));
    if (absent !== undefined) throw new StatesFieldMissingError("pick", absent, this.fields());
    return new StatesNode(Object.fromEntries(fields.map((field) => [field, own.get(field)])));
  }

  omit(...fields: readonly string[]): StatesNode {
    return new StatesNode(
      Object.fromEntries(Object.entries(this).filter(([field]) => !fields.includes(field))),
    );
  }

  diff(before: object): StatesNode {
    const old = new Map<string, unknown>(Object.entries(before));
    return new StatesNode(
      Object.fromEntries(
        Object.entries(this).filter(([field, value]) => !old.has(field) || !sameTree(value, old.get(field))),
      ),
    );
  }

  nextKey(): [Tensor, StatesNode] {
    const keys = random.split((this as unknown as { readonly rng: Tensor }).rng);
    return [keyAt(keys, 1), this.update({ rng: keyAt(keys, 0) })];
  }

  to(backend: Backend): Promise<StatesNode> {
    return devicePut(this as StatesNode, backend);
  }

  fields(): readonly string[] {
    return Object.keys(this);
  }

  *[Symbol.iterator](): Iterator<readonly [string, unknown]> {
    yield* Object.entries(this);
  }

  toString(): string {
    return `States(${Object.entries(this)
      .map(([field, value]) => `${field}=${shown(value)}`)
      .join(", ")})`;
  }
}

/** Whether two trees are built alike, of the same leaves. */
function sameTree(a: unknown, b: unknown): boolean {
  const [leaves, def] = tree.flatten(a);
  const [others, other] = tree.flatten(b);
  return (
    tree.structureText(def) === tree.structureText(other) &&
    leaves.every((leaf, i) => Object.is(leaf, others[i]))
  );
}

/** Row `index` of `u32[2,2]`. */
function keyAt(keys: Tensor, index: number): Tensor {
  return lax.slice(keys, [index, 0], [index + 1, 2]).reshape([2]);
}

function shown(value: unknown): string {
  return value === null || typeof value !== "object"
    ? String(value)
    : tree.structureText(tree.structure(value));
}

/** Names that the language and inspectors look for in any object. */
const ASKED_OF_ALL = /^(then|toJSON|constructor|asymmetricMatch|nodeType|tagName|size|@@.*|\$\$.*)$/;

/** Turns the reading of a missing field and any writing into errors. */
const guard: ProxyHandler<StatesNode> = {
  get(target, field, receiver): unknown {
    if (typeof field === "string" && !(field in target) && !ASKED_OF_ALL.test(field)) {
      throw new StatesFieldMissingError("States", field, Object.keys(target));
    }
    return Reflect.get(target, field, receiver);
  },
  set(_target, field): never {
    throw new StatesImmutableError(String(field));
  },
  deleteProperty(_target, field): never {
    throw new StatesImmutableError(String(field));
  },
};

tree.register(StatesNode, {
  flatten: (states) => Object.entries(states),
  unflatten: (entries) => new StatesNode(Object.fromEntries(entries)),
});

/** Makes states of the given fields. */
export const States: new <F extends object>(fields: F) => States<F> = StatesNode as never;
