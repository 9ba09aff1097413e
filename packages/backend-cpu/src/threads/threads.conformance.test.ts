import { conformance } from "@elegy/conformance";
import { CpuBackend } from "../cpu.ts";
import { waitForThreads } from "./wait-for-threads.test-support.ts";

// Every step that can be divided is.
waitForThreads();
conformance({ backend: () => new CpuBackend(2 ** 30, 3, 0) });
