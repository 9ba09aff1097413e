/** A point of a glyph: x from 0 (left) to 1 (right), y from 0 (top) to 1 (bottom). */
export type Point = readonly [x: number, y: number];

/** A pen stroke: the points are joined by straight lines. */
export type Stroke = readonly Point[];

/** One way to write a digit. */
export type Glyph = readonly Stroke[];

const DEGREES_PER_LINE = 24;

/** The arc of an ellipse; degrees run clockwise from the right: 90 is the bottom, 270 the top. */
function arc(centre: Point, radii: Point, from: number, to: number): Stroke {
  const lines = Math.ceil(Math.abs(to - from) / DEGREES_PER_LINE);
  return Array.from({ length: lines + 1 }, (_, i): Point => {
    const angle = ((from + ((to - from) * i) / lines) * Math.PI) / 180;
    return [centre[0] + radii[0] * Math.cos(angle), centre[1] + radii[1] * Math.sin(angle)];
  });
}

function ellipse(centre: Point, radii: Point): Stroke {
  return arc(centre, radii, 0, 360);
}

/** The usual ways to write each digit: `GLYPHS[7]` holds the sevens. */
export const GLYPHS: readonly (readonly Glyph[])[] = [
  [[ellipse([0.5, 0.5], [0.4, 0.5])], [ellipse([0.5, 0.5], [0.28, 0.5])]],
  [
    [
      [
        [0.5, 0],
        [0.5, 1],
      ],
    ],
    [
      [
        [0.25, 0.25],
        [0.52, 0],
        [0.52, 1],
      ],
    ],
    [
      [
        [0.25, 0.2],
        [0.5, 0],
        [0.5, 1],
      ],
      [
        [0.2, 1],
        [0.8, 1],
      ],
    ],
  ],
  [
    [[...arc([0.48, 0.29], [0.38, 0.29], 190, 400), [0.08, 1], [0.92, 1]]],
    [
      [...arc([0.45, 0.28], [0.38, 0.28], 200, 420), [0.3, 0.85]],
      [...arc([0.25, 0.87], [0.15, 0.12], 300, 60), [0.95, 0.98]],
    ],
  ],
  [
    [arc([0.45, 0.26], [0.36, 0.26], 200, 450), arc([0.45, 0.75], [0.42, 0.25], 270, 520)],
    [
      [
        [0.1, 0],
        [0.85, 0],
        [0.42, 0.42],
      ],
      arc([0.42, 0.71], [0.42, 0.29], 270, 510),
    ],
  ],
  [
    [
      [
        [0.62, 0],
        [0.08, 0.66],
        [0.95, 0.66],
      ],
      [
        [0.68, 0.3],
        [0.68, 1],
      ],
    ],
    [
      [
        [0.2, 0.02],
        [0.14, 0.52],
        [0.88, 0.52],
      ],
      [
        [0.82, 0],
        [0.76, 1],
      ],
    ],
  ],
  [
    [
      [
        [0.88, 0],
        [0.25, 0],
        [0.2, 0.42],
      ],
      arc([0.45, 0.68], [0.42, 0.32], 235, 510),
    ],
    [
      [[0.25, 0.02], [0.2, 0.45], ...arc([0.42, 0.7], [0.4, 0.3], 260, 500)],
      [
        [0.22, 0.02],
        [0.9, 0.02],
      ],
    ],
  ],
  [
    [
      [
        [0.78, 0],
        [0.42, 0.2],
        [0.2, 0.5],
        [0.13, 0.72],
      ],
      ellipse([0.48, 0.72], [0.35, 0.28]),
    ],
    [
      [
        [0.4, 0],
        [0.18, 0.4],
        [0.14, 0.75],
      ],
      ellipse([0.46, 0.77], [0.32, 0.23]),
    ],
  ],
  [
    [
      [
        [0.08, 0.02],
        [0.9, 0.02],
        [0.4, 1],
      ],
    ],
    [
      [
        [0.1, 0.15],
        [0.12, 0.02],
        [0.9, 0.02],
        [0.45, 1],
      ],
      [
        [0.35, 0.5],
        [0.85, 0.5],
      ],
    ],
  ],
  [
    [ellipse([0.5, 0.25], [0.32, 0.25]), ellipse([0.5, 0.75], [0.38, 0.25])],
    [ellipse([0.52, 0.22], [0.24, 0.22]), ellipse([0.48, 0.72], [0.28, 0.28])],
  ],
  [
    [
      ellipse([0.5, 0.28], [0.36, 0.28]),
      [
        [0.86, 0.28],
        [0.8, 0.6],
        [0.74, 1],
      ],
    ],
    [
      ellipse([0.5, 0.26], [0.34, 0.26]),
      [
        [0.84, 0.26],
        [0.82, 0.65],
        [0.6, 0.93],
        [0.2, 0.98],
      ],
    ],
  ],
];
