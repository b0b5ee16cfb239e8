// What a reading thread runs: a lane that answers messages, see lanes.ts.
import { parentPort, workerData } from 'node:worker_threads';
import type { LaneSettings } from './lane-settings.js';
import type { ToLane } from './lanes.js';
import { SourceLane } from './source-lane.js';

const lane = new SourceLane(workerData as LaneSettings);
const port = parentPort!;
port.on('message', (message: ToLane) => {
  if (message.kind === 'open') {
    lane.open(message.form);
  } else if (message.kind === 'take') {
    const { buffer, length, offset, times } = message;
    port.postMessage(lane.take({ bytes: Buffer.from(buffer, 0, length), offset, times }));
  } else {
    const ends = lane.finish();
    const shards = ends.flatMap((end) => end.shards);
    const moved = shards.flatMap(({ runs }) =>
      runs.flatMap(({ data, starts }) => [data.buffer, starts.buffer]),
    );
    port.postMessage(ends, moved);
  }
});
