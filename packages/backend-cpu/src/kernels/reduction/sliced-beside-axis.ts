/** How a node is cut that works along one axis of its operand. */
export const slicedBesideAxis: {
  sliced(node: { readonly params: Along }): readonly boolean[] | null;
  joinAxes<P extends Along>(params: P, count: number): P | null;
} = {
  sliced: ({ params }) => (params.axis === 0 ? null : [true]),
  joinAxes: (params, count) => (params.axis >= count ? { ...params, axis: params.axis - count + 1 } : null),
};

interface Along {
  readonly axis: number;
}
