import type { FindingsDocument, GroupEntry } from '../../evidence/findings-document.js';
import { adoptionFigure } from './charts/adoption.js';
import { alternativesLeft } from './charts/alternatives-left.js';
import { facetFigure } from './charts/facet-comparison.js';
import { handOversFigure } from './charts/hand-overs.js';
import { hoursFigure } from './charts/hours.js';
import { infrastructureFigure } from './charts/infrastructure.js';
import { rasterFigure } from './charts/raster.js';
import { sensitivityFigure } from './charts/sensitivity.js';
import { waterfall } from './charts/waterfall.js';
import type { Figure } from './figure.js';

/** The pictures of a group by the question that they answer; those without data are left out. */
export interface GroupFigures {
  readonly why: readonly Figure[];
  readonly against: readonly Figure[];
  readonly when: readonly Figure[];
  readonly how: readonly Figure[];
  readonly shared: readonly Figure[];
  readonly members: readonly Figure[];
}

/** Draws them, one after another. */
export async function groupFigures(group: GroupEntry, { period }: FindingsDocument): Promise<GroupFigures> {
  const { figures } = group;
  const why = await drawn([() => waterfall(group)]);
  if (figures === undefined) {
    const against = await drawn([() => alternativesLeft(group)]);
    return { why, against, when: [], how: [], shared: [], members: [] };
  }
  return {
    why,
    against: await drawn([() => alternativesLeft(group), () => sensitivityFigure(group, figures)]),
    when: await drawn([
      () => rasterFigure(figures, period.to),
      () => hoursFigure(figures),
      () => adoptionFigure(figures),
    ]),
    how: await drawn(figures.facets.map((facet) => () => facetFigure(facet))),
    shared: await drawn([() => infrastructureFigure(figures)]),
    members: await drawn([() => handOversFigure(group, figures, period)]),
  };
}

async function drawn(figures: readonly (() => Promise<Figure | null>)[]): Promise<Figure[]> {
  const made: Figure[] = [];
  for (const each of figures) {
    const figure = await each();
    if (figure !== null) made.push(figure);
  }
  return made;
}
