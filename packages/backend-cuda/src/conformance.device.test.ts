import { conformance } from "@elegy/conformance";
import { cuda } from "./cuda.ts";
import { tensorflowModule } from "./testing/tensorflow-module.test-support.ts";

const zeros = "TensorFlow's Maximum and Minimum take either of 0 and −0";

conformance({
  backend: () => cuda({ binding: tensorflowModule(), allowCpu: true }),
  known: [
    "lax.max of float32 pairs",
    "lax.min of float32 pairs",
    "np.maximum of float32 pairs",
    "np.minimum of float32 pairs",
    "np.max of rows",
    "np.nanmax of rows",
    "lax.cummax of rows",
    "lax.cummin of rows",
  ].map((record) => ({ check: "special values", record, reason: zeros })),
});
