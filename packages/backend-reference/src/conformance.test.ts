import { conformance } from "@elegy/conformance";
import { reference } from "./reference.ts";

conformance({ backend: reference });
