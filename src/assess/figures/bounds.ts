/** How much figures show at most, whatever the size of a group and however many groups there are. */

/** Groups with figures: the alerts, and after them so many others, as far as the total allows. */
export const FIGURED_GROUPS = 25;
export const FURTHER_GROUPS = 10;
/** Members in the raster of activity. */
export const RASTER_MEMBERS = 40;
/** Columns of time. */
export const COLUMNS = 168;
/** Members, strongest first, that are matched with other accounts. */
export const MATCHED_MEMBERS = 400;
/** Facets compared, and values of each. */
export const FACETS = 8;
export const FACET_VALUES = 8;
/** Members and values of the infrastructure graph. */
export const GRAPH_MEMBERS = 30;
export const GRAPH_VALUES = 24;
/** Hand-overs listed, and values that each shows. */
export const HAND_OVERS = 20;
export const HAND_OVER_VALUES = 4;
