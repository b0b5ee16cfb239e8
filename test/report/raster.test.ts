import { describe, expect, it } from 'vitest';
import { rasterFigure } from '../../src/report/html/charts/raster.js';
import { document } from '../evidence/fixture.js';

const { figures } = document().groups.find((group) => group.figures !== undefined)!;

/** The picture of one account with these requests, and its darkest shade. */
async function darkest(requests: readonly number[]): Promise<number> {
  const { activity } = figures!;
  const one = { ...activity.group[0]!, requests };
  const columns = requests.length;
  const drawn = await rasterFigure(
    { ...figures!, activity: { ...activity, columns, group: [one], twin: [] } },
    null,
  );
  const opacities = [...drawn!.pictures[0]!.svg.matchAll(/d="M[^"]+"[^>]*stroke-opacity="([\d.]+)"/g)];
  return Math.max(...opacities.map(([, opacity]) => Number(opacity)));
}

describe('the raster of accounts and times', () => {
  it('draws whatever number is the most, in the darkest shade', async () => {
    // Five times ln(46), divided by ln(46), is more than five in binary fractions.
    for (const most of [1, 2, 7, 44, 45, 46, 53, 1_000_003]) expect(await darkest([0, 1, most])).toBe(1);
  });
});
