import { conformance } from "@elegy/conformance";
import { cpu } from "./cpu.ts";

// What Node's engine compiles, the browser's has to compile, too.
conformance({ backend: () => cpu() });
