import type { Backend, CompileOptions } from "@elegy/autodiff/spi";

/** A backend that does what another does, and what was asked of it. */
export interface CountingBackend extends Backend {
  /** Programs, in the order they were run. */
  readonly runs: readonly CompileOptions[];
  /** Programs of more than one operation, in the order they were compiled. */
  readonly compiled: readonly CompileOptions[];
  /** How many buffers were read. */
  readonly downloads: () => number;
}

export function countingBackend<Buffer>(inner: Backend<Buffer>): CountingBackend {
  const runs: CompileOptions[] = [];
  const compiled: CompileOptions[] = [];
  let downloads = 0;
  const backend: Backend<Buffer> = {
    name: inner.name,
    dtypes: inner.dtypes,
    ...(inner.takes && { takes: inner.takes }),
    upload: (data, spec) => inner.upload(data, spec),
    download(buffer) {
      downloads += 1;
      return inner.download(buffer);
    },
    release: (buffer) => inner.release(buffer),
    isCollectable: (buffer) => inner.isCollectable?.(buffer) ?? false,
    compile(graph, options) {
      if (!options.eager) compiled.push(options);
      const executable = inner.compile(graph, options);
      return {
        run(inputs) {
          runs.push(options);
          return executable.run(inputs);
        },
        dispose: () => executable.dispose(),
      };
    },
    memory: () => inner.memory(),
    dispose: () => inner.dispose(),
  };
  return { ...(backend as Backend), runs, compiled, downloads: () => downloads };
}
