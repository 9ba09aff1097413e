import { conformance } from "@elegy/conformance";
import { webgpu } from "./webgpu.ts";

conformance({ backend: () => webgpu() });
