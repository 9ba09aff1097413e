@group(0) @binding(0) var<storage, read> lhs: array<f32>;
@group(0) @binding(1) var<storage, read> rhs: array<f32>;
@group(0) @binding(2) var<storage, read_write> result: array<f32>;
var<workgroup> left: array<f32, 272>;
var<workgroup> right: array<f32, 272>;
fn readLhs(batch: i32, row: i32, column: i32) -> f32 {
  let row_0 = row % 5;
  let row_1 = row / 5 % 5;
  let row_2 = row / 25;
  return f32(lhs[row_0 * 64 + row_1 * 320 + row_2 * 1600 + column]);
}
fn readRhs(batch: i32, row: i32, column: i32) -> f32 {
  return f32(rhs[row + column * 64 + 8192]);
}
fn write(batch: i32, row: i32, column: i32, value: f32) {
  let row_0 = row % 5;
  let row_1 = row / 5 % 5;
  let row_2 = row / 25;
  result[row_0 * 64 + row_1 * 704 + row_2 * 3872 + column + 384] = f32(value);
}
@compute @workgroup_size(8, 8)
fn main(@builtin(workgroup_id) gid: vec3u, @builtin(local_invocation_id) lid: vec3u) {
  let group = i32(gid.x);
  if (group >= 8) { return; }
  let local = i32(lid.y * 8u + lid.x);
  let y = i32(lid.y);
  let x = i32(lid.x);
  let across = group % 2;
  let down = group / 2;
  let part = 0;
  let batch = 0;
  let firstColumn = across * 16;
  let firstRow = down * 16;
  var sum_0_0 = f32(0);
  var sum_0_1 = f32(0);
  var sum_1_0 = f32(0);
  var sum_1_1 = f32(0);
  let end = min(64, (part + 1) * 64);
  for (var start = part * 64; start < end; start += 16) {
    for (var step = 0; step < 4; step++) {
      let i = local + step * 64;
      let row = firstRow + i / 16;
      let depth = start + i % 16;
      var value = f32(0);
      if (row < 50 && depth < end) { value = readLhs(batch, row, depth); }
      left[(i % 16) * 17 + i / 16] = value;
    }
    for (var step = 0; step < 4; step++) {
      let i = local + step * 64;
      let column = firstColumn + i / 16;
      let depth = start + i % 16;
      var value = f32(0);
      if (column < 32 && depth < end) { value = readRhs(batch, depth, column); }
      right[(i % 16) * 17 + i / 16] = value;
    }
    workgroupBarrier();
    for (var i = 0; i < 16; i++) {
      let a_0 = left[i * 17 + y + 0];
      let a_1 = left[i * 17 + y + 8];
      let b_0 = right[i * 17 + x + 0];
      let b_1 = right[i * 17 + x + 8];
      sum_0_0 = fma(a_0, b_0, sum_0_0);
      sum_0_1 = fma(a_0, b_1, sum_0_1);
      sum_1_0 = fma(a_1, b_0, sum_1_0);
      sum_1_1 = fma(a_1, b_1, sum_1_1);
    }
    workgroupBarrier();
  }
  let row_0 = firstRow + y + 0;
  if (row_0 < 50 && firstColumn + x + 0 < 32) { write(batch, row_0, firstColumn + x + 0, sum_0_0); }
  if (row_0 < 50 && firstColumn + x + 8 < 32) { write(batch, row_0, firstColumn + x + 8, sum_0_1); }
  let row_1 = firstRow + y + 8;
  if (row_1 < 50 && firstColumn + x + 0 < 32) { write(batch, row_1, firstColumn + x + 0, sum_1_0); }
  if (row_1 < 50 && firstColumn + x + 8 < 32) { write(batch, row_1, firstColumn + x + 8, sum_1_1); }
}
