@group(0) @binding(0) var<storage, read> lhs: array<f32>;
@group(0) @binding(1) var<storage, read> rhs: array<f32>;
@group(0) @binding(2) var<storage, read_write> result: array<f32>;
var<workgroup> left: array<f32, 272>;
var<workgroup> right: array<f32, 272>;
fn readLhs(batch: i32, row: i32, column: i32) -> f32 {
  let row_0 = row % 32;
  let row_1 = row / 32 % 3;
  let row_2 = row / 96;
  let column_0 = column % 5;
  let column_1 = column / 5 % 5;
  let column_2 = column / 25;
  return f32(lhs[row_0 + row_1 * 32 + row_2 * 352 + column_0 * 64 + column_1 * 704 + column_2 * 3872]);
}
fn readRhs(batch: i32, row: i32, column: i32) -> f32 {
  return f32(rhs[row * 64 + column]);
}
fn write(batch: i32, row: i32, column: i32, value: f32) {
  result[row * 64 + column] = f32(value);
}
@compute @workgroup_size(8, 8)
fn main(@builtin(workgroup_id) gid: vec3u, @builtin(local_invocation_id) lid: vec3u) {
  let group = i32(gid.x);
  if (group >= 72) { return; }
  let local = i32(lid.y * 8u + lid.x);
  let y = i32(lid.y);
  let x = i32(lid.x);
  let across = group % 4;
  let down = group / 4;
  let part = 0;
  let batch = 0;
  let firstColumn = across * 16;
  let firstRow = down * 16;
  var sum_0_0 = f32(0);
  var sum_0_1 = f32(0);
  var sum_1_0 = f32(0);
  var sum_1_1 = f32(0);
  let end = min(50, (part + 1) * 64);
  for (var start = part * 64; start < end; start += 16) {
    for (var step = 0; step < 4; step++) {
      let i = local + step * 64;
      let row = firstRow + i % 16;
      let depth = start + i / 16;
      var value = f32(0);
      if (row < 288 && depth < end) { value = readLhs(batch, row, depth); }
      left[(i / 16) * 17 + i % 16] = value;
    }
    for (var step = 0; step < 4; step++) {
      let i = local + step * 64;
      let column = firstColumn + i % 16;
      let depth = start + i / 16;
      var value = f32(0);
      if (column < 64 && depth < end) { value = readRhs(batch, depth, column); }
      right[(i / 16) * 17 + i % 16] = value;
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
  if (row_0 < 288 && firstColumn + x + 0 < 64) { write(batch, row_0, firstColumn + x + 0, sum_0_0); }
  if (row_0 < 288 && firstColumn + x + 8 < 64) { write(batch, row_0, firstColumn + x + 8, sum_0_1); }
  let row_1 = firstRow + y + 8;
  if (row_1 < 288 && firstColumn + x + 0 < 64) { write(batch, row_1, firstColumn + x + 0, sum_1_0); }
  if (row_1 < 288 && firstColumn + x + 8 < 64) { write(batch, row_1, firstColumn + x + 8, sum_1_1); }
}
