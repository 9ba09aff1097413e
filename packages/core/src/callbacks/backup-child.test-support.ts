import { run } from "./backup-run.test-support.ts";

// A process of its own, to be killed: says before each step that it is there.
await run(process.argv[2] ?? "", { saveFreq: 1 }, async () => {
  await new Promise<void>((resolve) => {
    process.stdout.write("step\n", () => resolve());
  });
});
