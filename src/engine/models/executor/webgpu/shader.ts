import { JOB_FIELDS, KIND, THREADS, TILE } from './job.ts'

/** Fours of numbers across a tile. */
const FOURS = TILE / 4
/** Rows that one thread sums up, and rows or numbers that it fetches a turn: the same by how the tile is divided. */
const SHARE = (TILE * FOURS) / THREADS

const isFloat = (name: string): boolean => name === 'low' || name === 'high'

/** One shader for all steps: the jobs of a dispatch share its groups of threads out among themselves, so that all
 *  that can run at one time is one dispatch. A convolution is a matrix product of which a group computes a tile of
 *  TILE positions by TILE channels, with both sides fetched into the group's memory TILE numbers deep; the left side is
 *  never laid out, but fetched from under the window. */
export const SHADER = /* wgsl */ `
struct Job {
${JOB_FIELDS.map((name) => `  ${name}: ${isFloat(name) ? 'f32' : 'i32'},`).join('\n')}
}
struct Level {
  first: i32,
  count: i32,
  groups: i32,
}

@group(0) @binding(0) var<storage, read_write> values: array<vec4f>;
@group(0) @binding(1) var<storage, read> weights: array<vec4f>;
@group(0) @binding(2) var<storage, read> jobs: array<Job>;
@group(0) @binding(3) var<uniform> level: Level;

var<workgroup> left: array<vec4f, ${TILE * FOURS}>;
var<workgroup> right: array<vec4f, ${TILE * FOURS}>;

@compute @workgroup_size(${THREADS})
fn main(
  @builtin(workgroup_id) id: vec3u,
  @builtin(num_workgroups) counts: vec3u,
  @builtin(local_invocation_index) thread: u32,
) {
  let group = i32(id.x + id.y * counts.x);
  if (group >= level.groups) { return; }
  var index = level.first;
  while (index + 1 < level.first + level.count && group >= jobs[index + 1].firstGroup) { index++; }
  let own = group - jobs[index].firstGroup;
  if (jobs[index].kind == ${KIND.convolution}) {
    convolve(index, own, i32(thread));
  } else {
    pool(index, own * ${THREADS} + i32(thread));
  }
}

fn convolve(index: i32, group: i32, thread: i32) {
  let job = jobs[index];
  let columnTiles = (job.outputChannels + ${FOURS - 1}) / ${FOURS};
  let firstRow = group / columnTiles * ${TILE};
  let firstColumn = group % columnTiles * ${FOURS};
  let depth = job.windowHeight * job.windowWidth * job.inputChannels;
  let lane = thread % ${FOURS};

  // The rows that this thread fetches: where their windows begin, and in which image.
  var image: array<i32, ${SHARE}>;
  var y: array<i32, ${SHARE}>;
  var x: array<i32, ${SHARE}>;
  for (var i = 0; i < ${SHARE}; i++) {
    let row = firstRow + thread / ${FOURS} + i * ${THREADS / FOURS};
    let position = row % job.outputPositions;
    image[i] = select(-1, row / job.outputPositions, row < job.rows);
    y[i] = position / job.outputWidth * job.strideY - job.top;
    x[i] = position % job.outputWidth * job.strideX - job.left;
  }

  var sums: array<vec4f, ${SHARE}>;
  for (var start = 0; start < depth; start += ${FOURS}) {
    let deep = start + lane;
    let tap = deep / job.inputChannels;
    let channel = deep % job.inputChannels;
    let tapY = tap / job.windowWidth * job.dilationY;
    let tapX = tap % job.windowWidth * job.dilationX;
    for (var i = 0; i < ${SHARE}; i++) {
      let row = y[i] + tapY;
      let column = x[i] + tapX;
      let inside = image[i] >= 0 && deep < depth
        && row >= 0 && row < job.inputHeight && column >= 0 && column < job.inputWidth;
      var value = vec4f();
      if (inside) {
        let position = (image[i] * job.inputHeight + row) * job.inputWidth + column;
        value = values[job.inputOffset + position * job.inputPitch + channel];
      }
      left[(thread / ${FOURS} + i * ${THREADS / FOURS}) * ${FOURS} + lane] = value;
    }
    for (var i = 0; i < ${SHARE}; i++) {
      let number = thread / ${FOURS} + i * ${THREADS / FOURS};
      let column = firstColumn + lane;
      var value = vec4f();
      if (start * 4 + number < depth * 4 && column < job.outputChannels) {
        value = weights[job.weights + (start * 4 + number) * job.outputChannels + column];
      }
      right[number * ${FOURS} + lane] = value;
    }
    workgroupBarrier();
    for (var k = 0; k < ${FOURS}; k++) {
      let b0 = right[(k * 4) * ${FOURS} + lane];
      let b1 = right[(k * 4 + 1) * ${FOURS} + lane];
      let b2 = right[(k * 4 + 2) * ${FOURS} + lane];
      let b3 = right[(k * 4 + 3) * ${FOURS} + lane];
      for (var i = 0; i < ${SHARE}; i++) {
        let a = left[(thread / ${FOURS} * ${SHARE} + i) * ${FOURS} + k];
        sums[i] = fma(b0, vec4f(a.x), fma(b1, vec4f(a.y), fma(b2, vec4f(a.z), fma(b3, vec4f(a.w), sums[i]))));
      }
    }
    workgroupBarrier();
  }

  let column = firstColumn + lane;
  if (column >= job.outputChannels) { return; }
  let bias = weights[job.bias + column];
  for (var i = 0; i < ${SHARE}; i++) {
    let row = firstRow + thread / ${FOURS} * ${SHARE} + i;
    if (row < job.rows) {
      values[job.outputOffset + row * job.outputPitch + column] =
        clamp(sums[i] + bias, vec4f(job.low), vec4f(job.high));
    }
  }
}

fn pool(index: i32, item: i32) {
  let job = jobs[index];
  let row = item / job.outputChannels;
  let channel = item % job.outputChannels;
  if (row >= job.rows) { return; }
  let image = row / job.outputPositions;
  let position = row % job.outputPositions;
  let top = position / job.outputWidth * job.strideY - job.top;
  let start = position % job.outputWidth * job.strideX - job.left;
  var sum = vec4f();
  var largest = vec4f(-3.4028234e38);
  var count = 0.0;
  for (var i = 0; i < job.windowHeight; i++) {
    for (var j = 0; j < job.windowWidth; j++) {
      let y = top + i * job.dilationY;
      let x = start + j * job.dilationX;
      if (y >= 0 && y < job.inputHeight && x >= 0 && x < job.inputWidth) {
        let place = (image * job.inputHeight + y) * job.inputWidth + x;
        let value = values[job.inputOffset + place * job.inputPitch + channel];
        sum += value;
        largest = max(largest, value);
        count += 1.0;
      }
    }
  }
  let result = select(sum / count, largest, job.kind == ${KIND.largest});
  values[job.outputOffset + row * job.outputPitch + channel] = result;
}
`
