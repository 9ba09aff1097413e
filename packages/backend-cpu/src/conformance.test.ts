import { conformance } from "@elegy/conformance";
import { cpu } from "./cpu.ts";

conformance({ backend: () => cpu() });
