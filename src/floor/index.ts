export type { Analyze } from './analyze.js';
export { type Disguise, FEWEST_ACCOUNTS } from './grid.js';
export {
  type CellResult,
  type DetectionFloor,
  type DisguiseResult,
  type FloorOptions,
  measureFloor,
} from './measure-floor.js';
