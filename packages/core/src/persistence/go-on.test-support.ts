import { reference } from "@elegy/backend-reference";
import { setBackend } from "../index.ts";
import { noisyData, noisyModel } from "./noisy-model.test-support.ts";

// A process of its own: loads a model, trains it for another epoch and saves it.
const [from = "", to = ""] = process.argv.slice(2);
setBackend(reference());
const model = noisyModel();
await model.load(from);
await model.fit({ ...noisyData, initialEpoch: 2, epochs: 3 });
await model.save(to);
