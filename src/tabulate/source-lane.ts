import type { SourceForm } from '../ingest/log-reader.js';
import { type Block, BlockLane, type BlockOutcome, type LaneEnd } from './block-lane.js';
import type { LaneSettings } from './lane-settings.js';
import { type LineForm, LineLane } from './line-lane.js';

/** A source whose blocks a lane can take. */
export type LaneForm =
  | { readonly kind: 'plain'; readonly form: SourceForm }
  | { readonly kind: 'lines'; readonly form: LineForm };

/** A lane for sources of either kind, in any order. */
export class SourceLane {
  private readonly plain: BlockLane;
  private readonly lines: LineLane;
  private kind: LaneForm['kind'] = 'plain'; // of the source in hand

  constructor(settings: LaneSettings) {
    this.plain = new BlockLane(settings);
    this.lines = new LineLane(settings);
  }

  open(source: LaneForm): void {
    this.kind = source.kind;
    if (source.kind === 'plain') this.plain.open(source.form);
    else this.lines.open(source.form);
  }

  take(block: Block): BlockOutcome | null {
    return this.kind === 'plain' ? this.plain.take(block) : this.lines.take(block);
  }

  finish(): LaneEnd[] {
    return [this.plain.finish(), this.lines.finish()];
  }
}
