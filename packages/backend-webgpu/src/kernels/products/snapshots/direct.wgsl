@group(0) @binding(0) var<storage, read> lhs: array<u32>;
@group(0) @binding(1) var<storage, read> rhs: array<u32>;
@group(0) @binding(2) var<storage, read_write> result: array<u32>;
fn readLhs(batch: i32, row: i32, column: i32) -> u32 {
  return u32(lhs[row * 9 + column]);
}
fn readRhs(batch: i32, row: i32, column: i32) -> u32 {
  return u32(rhs[row + column * 9]);
}
fn write(batch: i32, row: i32, column: i32, value: u32) {
  result[row * 200 + column] = u32(value);
}
@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) gid: vec3u) {
  let place = i32(gid.x);
  if (place >= 400) { return; }
  let part = 0;
  let column = place % 200;
  let row = place / 200;
  let batch = 0;
  var sum = u32(0);
  for (var i = part; i < 9; i += 1) {
    sum = sum + readLhs(batch, row, i) * readRhs(batch, i, column);
  }
  write(batch, row, column, sum);
}
