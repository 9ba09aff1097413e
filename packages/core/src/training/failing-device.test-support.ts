import type { Backend } from "@elegy/autodiff/spi";

/** Something that a device does, and what becomes of it. */
export type Failing = (work: "upload" | "download" | "run", name: string) => Error | null;

/** A backend that does what another does until its device fails. A program that fails has consumed what was donated. */
export function failingBackend<Buffer>(inner: Backend<Buffer>, failing: Failing): Backend<Buffer> {
  const fail = (work: Parameters<Failing>[0], name: string): void => {
    const error = failing(work, name);
    if (error !== null) throw error;
  };
  return {
    name: inner.name,
    dtypes: inner.dtypes,
    ...(inner.takes && { takes: inner.takes }),
    upload(data, spec) {
      fail("upload", "upload");
      return inner.upload(data, spec);
    },
    async download(buffer) {
      fail("download", "download");
      return inner.download(buffer);
    },
    release: (buffer) => inner.release(buffer),
    compile(graph, options) {
      const executable = inner.compile(graph, options);
      return {
        run(inputs) {
          const results = executable.run(inputs);
          fail("run", options.name);
          return results;
        },
        dispose: () => executable.dispose(),
      };
    },
    memory: () => inner.memory(),
    dispose: () => inner.dispose(),
  };
}
