import type { Tensor } from "@elegy/autodiff";
import { GRU, LSTM, type RecurrentOutput, SimpleRNN, type StatefulRecurrentLayer } from "@elegy/nn";
import type { LayerConfig } from "../layer-config.ts";
import { LayerUnsupportedError } from "../tfjs-errors.ts";
import type { LayerScope, Part, TranslatedLayer } from "../translated-layer.ts";
import { dropped } from "./noise.ts";

/** What a cell's options say. */
interface Cell {
  readonly params: readonly string[];
  readonly states: number;
  /** Runs the cell over all steps. */
  run(scope: LayerScope, x: Tensor, call: CellCall): RecurrentOutput;
}

interface CellCall {
  readonly initialState?: readonly Tensor[];
  readonly mask?: Tensor;
  readonly goBackwards: boolean;
  readonly returnSequences: boolean;
}

type Options = Omit<CellCall, "initialState" | "mask"> & { readonly returnState: true };

/** How one kind of cell is done with a layer of `@elegy/nn`, whose gates stand in the same order. */
interface CellKind {
  readonly states: number;
  layer(options: Options): StatefulRecurrentLayer;
  /** The weights of our layer, made of the bias in the file. */
  biases(bias: Tensor): Readonly<Record<string, Tensor>>;
}

function cellOf(config: LayerConfig, kind: CellKind): Cell {
  const useBias = config.flag("use_bias", true);
  const rate = config.number("dropout", 0);
  if (!config.ignores("recurrentDropout") && config.number("recurrent_dropout", 0) !== 0) {
    throw config.unsupported(
      "recurrent_dropout",
      config.raw("recurrent_dropout"),
      '0, or fromLayersModel(model, { ignore: ["recurrentDropout"] }) to train without it',
    );
  }
  config.raw("recurrent_dropout");
  return {
    params: ["kernel", "recurrent_kernel", ...(useBias ? ["bias"] : [])],
    states: kind.states,
    run(scope, x, { initialState, mask, ...order }) {
      // One choice for all steps of a sequence.
      const input = scope.training ? dropped(x, scope, rate, [x.shape[0], 1, x.shape[2]]) : x;
      const call = { ...(initialState ? { initialState } : {}), ...(mask ? { mask } : {}) };
      return kind.layer({ ...order, returnState: true }).apply({
        rng: scope.nextKey(),
        args: [input, call],
        training: scope.training,
        states: {},
        params: {
          w: scope.weight("kernel"),
          u: scope.weight("recurrent_kernel"),
          ...(useBias ? kind.biases(scope.weight("bias")) : {}),
        },
      }).preds;
    },
  };
}

const oneBias = (bias: Tensor): Readonly<Record<string, Tensor>> => ({ b: bias });

function simpleCell(config: LayerConfig): Cell {
  const units = config.number("units");
  const activation = config.activation("activation", "tanh");
  const withBias = config.flag("use_bias", true);
  return cellOf(config, {
    states: 1,
    layer: (options) => SimpleRNN(units, { ...options, activation, withBias }),
    biases: oneBias,
  });
}

function lstmCell(config: LayerConfig): Cell {
  const units = config.number("units");
  const activation = config.activation("activation", "tanh");
  const recurrentActivation = config.activation("recurrent_activation", "hard_sigmoid");
  const withBias = config.flag("use_bias", true);
  return cellOf(config, {
    states: 2,
    layer: (options) => LSTM(units, { ...options, activation, recurrentActivation, withBias }),
    biases: oneBias,
  });
}

function gruCell(config: LayerConfig): Cell {
  const units = config.number("units");
  const activation = config.activation("activation", "tanh");
  const recurrentActivation = config.activation("recurrent_activation", "hard_sigmoid");
  const withBias = config.flag("use_bias", true);
  // TensorFlow.js has only the first form, Keras writes both.
  const resetAfter = config.flag("reset_after", false);
  return cellOf(config, {
    states: 1,
    layer: (options) => GRU(units, { ...options, activation, recurrentActivation, withBias, resetAfter }),
    biases: (bias) => (resetAfter ? { b: bias.get(0), recurrentB: bias.get(1) } : { b: bias }),
  });
}

const CELLS: Readonly<Record<string, (config: LayerConfig) => Cell>> = {
  SimpleRNNCell: simpleCell,
  LSTMCell: lstmCell,
  GRUCell: gruCell,
};

function cellOfClass(config: LayerConfig): Cell {
  const cell = CELLS[config.kind];
  if (cell !== undefined) return cell(config);
  throw new LayerUnsupportedError(config, "no such cell has a translation", Object.keys(CELLS).join(", "));
}

/** `SimpleRNN`, `LSTM` and `GRU`. */
export function recurrent(
  cell: "SimpleRNNCell" | "LSTMCell" | "GRUCell",
): (config: LayerConfig) => TranslatedLayer {
  return (config) => overSteps(config, CELLS[cell]!(config), orderOf(config));
}

/** How a recurrent layer goes through its steps. */
interface Order {
  readonly goBackwards: boolean;
  readonly returnSequences: boolean;
  readonly returnState: boolean;
}

function orderOf(config: LayerConfig): Order {
  config.only("stateful", false);
  return {
    goBackwards: config.flag("go_backwards", false),
    returnSequences: config.flag("return_sequences", false),
    returnState: config.flag("return_state", false),
  };
}

function overSteps(config: LayerConfig, cell: Cell, { returnState, ...order }: Order): TranslatedLayer {
  return {
    params: cell.params,
    states: [],
    parts: {},
    call(scope, [first, ...initial]) {
      const { tensor, mask } = first!;
      if (initial.length > 0 && initial.length !== cell.states) {
        throw new LayerUnsupportedError(
          config,
          `it has ${initial.length} initial states`,
          `0 or ${cell.states}`,
        );
      }
      const { output, state } = cell.run(scope, tensor, {
        ...order,
        ...(mask ? { mask } : {}),
        ...(initial.length > 0 ? { initialState: initial.map((value) => value.tensor) } : {}),
      });
      const states = returnState ? state.map((one) => ({ tensor: one, mask: null })) : [];
      return [{ tensor: output, mask: order.returnSequences ? mask : null }, ...states];
    },
  };
}

/**
 * `RNN`, of one cell or of cells one over the other. A cell needs of the others only what they give in the same step, so
 * these are as many layers, of which all but the last give sequences.
 */
export function rnn(config: LayerConfig): TranslatedLayer {
  const order = orderOf(config);
  const cells = cellConfigs(config);
  const [only] = cells;
  if (only !== undefined && cells.length === 1) {
    const layer = overSteps(config, cellOfClass(only), order);
    only.finish();
    return layer;
  }
  if (order.returnState) throw config.unsupported("return_state", true, "false for cells one over the other");
  const parts = cells.map((cell, i): [string, Part] => {
    const last = i === cells.length - 1;
    const layer = overSteps(cell, cellOfClass(cell), {
      goBackwards: order.goBackwards && i === 0,
      returnSequences: last ? order.returnSequences : true,
      returnState: false,
    });
    cell.finish();
    return [`${i}`, { ...layer, kind: cell.kind, names: [`RNNCell_${i}`, cell.name], trainable: true }];
  });
  return {
    params: [],
    states: [],
    parts: Object.fromEntries(parts),
    call(scope, inputs) {
      if (inputs.length > 1 || inputs[0]?.mask) {
        throw new LayerUnsupportedError(
          config,
          "it has a mask or initial states",
          "one cell, or neither of them",
        );
      }
      return parts.reduce((values, [part]) => scope.run(part, values), inputs);
    },
  };
}

function cellConfigs(config: LayerConfig): readonly LayerConfig[] {
  config.raw("cells");
  const cell = config.nested("cell");
  if (cell.kind === "StackedRNNCells") return cell.nestedList("cells");
  // TensorFlow.js writes the options of a single cell a second time.
  for (const option of cell.options) config.raw(option);
  return [cell];
}
