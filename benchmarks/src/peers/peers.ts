import type { BenchmarkCase } from "../cases/benchmark-case.ts";
import { elementwiseChain } from "../cases/elementwise-chain.ts";
import type { PeerRunner } from "./peer-runner.ts";

type Runners = Readonly<Record<string, () => Promise<PeerRunner>>>;

/** Libraries that run in a Node process, by where they compute, this project first. Each is loaded in its own process only. */
const cpuPeers = {
  elegy: async () => (await import("./elegy.ts")).elegy(),
  "elegy-2": async () => (await import("./elegy.ts")).elegy(2),
  "javascript-loop": async () => (await import("./javascript-loop.ts")).javascriptLoop(),
  "jax-js-wasm": async () => (await import("./jax-js.ts")).jaxJsWasm(),
  "tfjs-cpu": async () => (await import("./tfjs.ts")).tfjsCpu(),
  "tfjs-wasm-1": async () => (await import("./tfjs.ts")).tfjsWasm(1),
  "tfjs-wasm-2": async () => (await import("./tfjs.ts")).tfjsWasm(2),
  "tfjs-node": async () => (await import("./tfjs.ts")).tfjsNode(),
} satisfies Runners;

const webgpuPeers = {
  "elegy-webgpu": async () => (await import("./elegy.ts")).elegyWebgpu(),
  "jax-js-webgpu": async () => (await import("./jax-js.ts")).jaxJsWebgpu(),
  "tfjs-webgpu": async () => (await import("./tfjs.ts")).tfjsWebgpu(),
  "tfjs-webgpu-fit": async () => (await import("./tfjs.ts")).tfjsWebgpuFit(),
} satisfies Runners;

export const nodePeers = { ...cpuPeers, ...webgpuPeers };

/** Libraries that run in a Python process, on one thread. */
const pythonPeers = ["torch", "jax"] as const;

export type NodePeer = keyof typeof nodePeers;
export type Peer = NodePeer | (typeof pythonPeers)[number];

/** Who takes part where, this project first: all others are compared with it. */
export const peersOn: Readonly<Record<Device, readonly Peer[]>> = {
  cpu: [...Object.keys(cpuPeers).filter(isNodePeer), ...pythonPeers],
  webgpu: Object.keys(webgpuPeers).filter(isNodePeer),
};

/** Where the work is done. */
export type Device = (typeof DEVICES)[number];
export const DEVICES = ["cpu", "webgpu"] as const;

/** Whether a peer is meant to do a case at all. */
export function takesPart(peer: Peer, benchmark: BenchmarkCase): boolean {
  return peer !== "javascript-loop" || benchmark === elementwiseChain;
}

export function isNodePeer(peer: string): peer is NodePeer {
  return Object.hasOwn(nodePeers, peer);
}
