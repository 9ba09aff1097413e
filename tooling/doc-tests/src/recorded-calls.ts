/** A call of a public function that an example makes, with what it was given. */
export interface RecordedCall {
  /** As the example names it: `np.linalg.norm`; `nn.initializers.zeros()` is what that gives. */
  readonly name: string;
  readonly apply: (...args: unknown[]) => unknown;
  readonly args: readonly unknown[];
}

/** A namespace, or a function, that hands each call of it and of what it makes to `record`. */
export function recorded<T>(name: string, value: T, record: (call: RecordedCall) => void): T;
export function recorded(name: string, value: unknown, record: (call: RecordedCall) => void): unknown {
  if (typeof value === "function") {
    const apply = (...args: unknown[]): unknown => Reflect.apply(value, undefined, args);
    return new Proxy(value, {
      apply: (_, __, args: unknown[]) => {
        record({ name, apply, args });
        return recorded(`${name}()`, apply(...args), record);
      },
    });
  }
  if (!isNamespace(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, recorded(`${name}.${key}`, member, record)]),
  );
}

function isNamespace(value: unknown): value is object {
  return typeof value === "object" && value !== null && Reflect.get(value, Symbol.toStringTag) === "Module";
}
