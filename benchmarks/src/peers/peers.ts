import type { PeerRunner } from "./peer-runner.ts";

/** Libraries that run in a Node process. Each is loaded in its own process only. */
export const nodePeers = {
  elegy: async () => (await import("./elegy.ts")).elegy(),
  "jax-js-wasm": async () => (await import("./jax-js.ts")).jaxJs(),
  "tfjs-cpu": async () => (await import("./tfjs.ts")).tfjsCpu(),
  "tfjs-wasm-1": async () => (await import("./tfjs.ts")).tfjsWasm(1),
  "tfjs-wasm-2": async () => (await import("./tfjs.ts")).tfjsWasm(2),
  "tfjs-node": async () => (await import("./tfjs.ts")).tfjsNode(),
} satisfies Readonly<Record<string, () => Promise<PeerRunner>>>;

/** Libraries that run in a Python process, on one thread. */
export const pythonPeers = ["torch", "jax"] as const;

export type NodePeer = keyof typeof nodePeers;
export type Peer = NodePeer | (typeof pythonPeers)[number];

/** This project, which all others are compared with. */
export const SELF: Peer = "elegy";

export function isNodePeer(peer: string): peer is NodePeer {
  return Object.hasOwn(nodePeers, peer);
}
