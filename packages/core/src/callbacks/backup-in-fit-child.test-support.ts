import { runFit } from "./backup-in-fit.test-support.ts";

// A process of its own, to be killed: says after each step that it is there.
await runFit(process.argv[2] ?? "", {
  onTrainBatchEnd: () =>
    new Promise<void>((resolve) => {
      process.stdout.write("step\n", () => resolve());
    }),
});
