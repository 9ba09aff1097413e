/** Times what the engine does with WebAssembly modules from now on. @returns milliseconds so far. */
export function timeEngine(): () => number {
  let spent = 0;
  const construct = <C extends object>(constructor: C, given: readonly unknown[]): object => {
    const begin = performance.now();
    try {
      return Reflect.construct(constructor as new () => object, given);
    } finally {
      spent += performance.now() - begin;
    }
  };
  WebAssembly.Module = new Proxy(WebAssembly.Module, { construct });
  WebAssembly.Instance = new Proxy(WebAssembly.Instance, { construct });
  return () => spent;
}
