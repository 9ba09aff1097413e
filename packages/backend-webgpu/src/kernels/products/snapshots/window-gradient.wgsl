@group(0) @binding(0) var<storage, read> lhs: array<f32>;
@group(0) @binding(1) var<storage, read> rhs: array<f32>;
@group(0) @binding(2) var<storage, read_write> result: array<f32>;
var<workgroup> left: array<f32, 528>;
var<workgroup> right: array<f32, 528>;
fn readLhs(batch: i32, row: i32, column: i32) -> f32 {
  let row_2 = row % 32;
  let row_2_up = row / 32;
  let row_1 = row_2_up % 3;
  let row_1_up = row_2_up / 3;
  let column_2 = column % 5;
  let column_2_up = column / 5;
  let column_1 = column_2_up % 5;
  let column_1_up = column_2_up / 5;
  return f32(lhs[row_2 + row_1 * 32 + row_1_up * 352 + column_2 * 64 + column_1 * 704 + column_1_up * 3872]);
}
fn readRhs(batch: i32, row: i32, column: i32) -> f32 {
  return f32(rhs[row * 64 + column]);
}
fn write(batch: i32, row: i32, column: i32, value: f32) {
  result[row * 64 + column] = f32(value);
}
@compute @workgroup_size(16, 16)
fn main(@builtin(workgroup_id) gid: vec3u, @builtin(local_invocation_id) lid: vec3u) {
  let group = i32(gid.x);
  if (group >= 18) { return; }
  let local = i32(lid.y * 16u + lid.x);
  let y = i32(lid.y);
  let x = i32(lid.x);
  let firstColumn = group % 2 * 32;
  let firstRow = group / 2 % 9 * 32;
  let part = group / 18 % 1;
  let batch = group / 18;
  var sum_0_0 = f32(0);
  var sum_0_1 = f32(0);
  var sum_1_0 = f32(0);
  var sum_1_1 = f32(0);
  let end = min(50, (part + 1) * 64);
  for (var start = part * 64; start < end; start += 16) {
    for (var i = local; i < 512; i += 256) {
      let row = firstRow + i % 32;
      let depth = start + i / 32;
      var value = f32(0);
      if (row < 288 && depth < end) { value = readLhs(batch, row, depth); }
      left[(i / 32) * 33 + i % 32] = value;
    }
    for (var i = local; i < 512; i += 256) {
      let column = firstColumn + i % 32;
      let depth = start + i / 32;
      var value = f32(0);
      if (column < 64 && depth < end) { value = readRhs(batch, depth, column); }
      right[(i / 32) * 33 + i % 32] = value;
    }
    workgroupBarrier();
    for (var i = 0; i < 16; i++) {
      let a_0 = left[i * 33 + y + 0];
      let a_1 = left[i * 33 + y + 16];
      let b_0 = right[i * 33 + x + 0];
      let b_1 = right[i * 33 + x + 16];
      sum_0_0 = fma(a_0, b_0, sum_0_0);
      sum_0_1 = fma(a_0, b_1, sum_0_1);
      sum_1_0 = fma(a_1, b_0, sum_1_0);
      sum_1_1 = fma(a_1, b_1, sum_1_1);
    }
    workgroupBarrier();
  }
  let row_0 = firstRow + y + 0;
  if (row_0 < 288 && firstColumn + x + 0 < 64) { write(batch, row_0, firstColumn + x + 0, sum_0_0); }
  if (row_0 < 288 && firstColumn + x + 16 < 64) { write(batch, row_0, firstColumn + x + 16, sum_0_1); }
  let row_1 = firstRow + y + 16;
  if (row_1 < 288 && firstColumn + x + 0 < 64) { write(batch, row_1, firstColumn + x + 0, sum_1_0); }
  if (row_1 < 288 && firstColumn + x + 16 < 64) { write(batch, row_1, firstColumn + x + 16, sum_1_1); }
}
