/** A rectangle on the chart, in pixels from its top left. */
export interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** A point that is to be named, in pixels. */
export interface LabelledPoint {
  readonly x: number;
  readonly y: number;
  /** Upper and lower end of its interval. */
  readonly top: number;
  readonly bottom: number;
  /** Of its name. */
  readonly width: number;
}

const radius = 5;
/** From a point or its interval to its name. */
const gap = 8;
const step = 4;

/**
 * Where names go: beside their point, or above or below its interval, as near as may be without covering points, intervals,
 * or each other; where there is no such place, where they cover least.
 * @returns a box for each point, in their order
 */
export function placeLabels(points: readonly LabelledPoint[], height: number, area: Box): Box[] {
  const taken = points.flatMap(({ x, y, top, bottom }) => [
    { left: x - radius, right: x + radius, top: y - radius, bottom: y + radius },
    { left: x - 2, right: x + 2, top, bottom },
  ]);
  return points.map(point => {
    const costs = candidates(point, height, area).map(({ box, distance }) => ({
      box,
      cost: distance + 100 * taken.reduce((sum, other) => sum + overlap(box, other), 0),
    }));
    const { box } = costs.reduce((best, one) => (one.cost < best.cost ? one : best));
    taken.push(box);
    return box;
  });
}

/** Places beside a point within the chart, and how far they are from it. */
function candidates({ x, y, top, bottom, width }: LabelledPoint, height: number, area: Box) {
  const at = (left: number, middle: number, distance: number) => ({
    box: { left, right: left + width, top: middle - height / 2, bottom: middle + height / 2 },
    distance,
  });
  const beside = Array.from({ length: Math.ceil((area.bottom - area.top) / step) }, (_, i) => i * step).flatMap(away =>
    [y - away, y + away].flatMap(middle => [
      at(x + gap, middle, away),
      // To the right is where a name is looked for.
      at(x - gap - width, middle, away + 1),
    ]),
  );
  const [above, below] = [top - height / 2 - 2, bottom + height / 2 + 2];
  const atEnds = [above, below].map(middle => at(x - width / 2, middle, Math.abs(y - middle)));
  const all = [...beside, ...atEnds];
  const inside = all.filter(
    ({ box }) => box.left >= area.left && box.right <= area.right && box.top >= area.top && box.bottom <= area.bottom,
  );
  return inside.length > 0 ? inside : all;
}

const overlap = (a: Box, b: Box) =>
  Math.max(0, Math.min(a.right, b.right) - Math.max(a.left, b.left)) *
  Math.max(0, Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top));
