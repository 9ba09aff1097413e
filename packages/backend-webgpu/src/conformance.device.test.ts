import { conformance } from "@elegy/conformance";
import { webgpu } from "./webgpu.ts";

const reason = "the host has to know a mask of truth values, and cannot wait for the device";

conformance({
  backend: () => webgpu(),
  known: ["get_mask", "get_matrix_mask"].map((record) => ({ check: "figures", record, reason })),
});
